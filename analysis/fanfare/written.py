"""What verbs of the program leave beside their runs as JSON."""
import json
import pathlib
from typing import Any

from fanfare.errors import NoSuchResults, NotResults
from fanfare.files import PathLike


def written(path: PathLike, verb: str, name: str, keys: tuple[str, ...]) -> dict[str, Any]:
    """The object in `path`, or in the file `name` of that folder, which has all `keys`."""
    file = pathlib.Path(path)
    file = file / name if file.is_dir() else file
    if not file.exists():
        raise NoSuchResults(f"{file}: there is no such file (`fanfare {verb}` writes it)")
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise NotResults(f"{file}: is no JSON ({error})") from error
    if not isinstance(found, dict) or any(key not in found for key in keys):
        raise NotResults(f"{file}: is not what `fanfare {verb}` writes")
    return found
