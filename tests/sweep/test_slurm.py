"""A sweep on a real Slurm: one task killed, one at its time limit, one node drained, one lost; the study of one machine."""
import contextlib
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import slurm_cluster  # noqa: E402
from slurm_cluster import CanNotStart, cluster  # noqa: E402

BIN = os.environ["FANFARE_BIN"]
SOURCE = pathlib.Path(os.environ.get("FANFARE_SOURCE", pathlib.Path(__file__).resolve().parents[2]))
MANAGERS = ("SLURM_", "PBS_", "LSB_", "SGE_", "FLUX_", "OMPI_", "PMI_", "PMIX_")
SHARDS, POINTS, REPLICATES = 7, 40, 4
PATIENCE = 240  # s, on a machine that has other things to do
WORLD = ["--until", "4d", "--set", "run.tick=12h", "--set", "run.warmup=1d", "--set", "population.accounts=500", "--set",
         "population.graph.mean_follows=12"]
STUDY = """schema: 1
kind: study
name: budgets
question: What does a budget bring?
scenario: world.yaml
design: grid
factors:
  campaigns.launch.budget: [10_000 CNY, 20_000 CNY, 30_000 CNY, 40_000 CNY, 50_000 CNY, 60_000 CNY, 70_000 CNY, 80_000 CNY]
  brands.aurora.price: [89 CNY, 99 CNY, 109 CNY, 129 CNY, 149 CNY]
replicates: 4
primary: reach
measure: [reach, net_revenue]
"""
# In the place of the program: on its first turn a task that is named in `hold` is stopped once a run of it has ended,
# as if it were slow, so that what befalls it befalls it in the middle.
STAND_IN = """#!/bin/sh
if rm '{folder}/hold/'"$SLURM_ARRAY_TASK_ID" 2>/dev/null; then
  task=$$
  (
    until ls '{sweep}/shard-000'"$SLURM_ARRAY_TASK_ID"/parts/*.h5 >/dev/null 2>&1; do kill -0 $task || exit; done
    kill -STOP $task && echo $task > '{folder}/held.'"$SLURM_ARRAY_TASK_ID.new"
    mv '{folder}/held.'"$SLURM_ARRAY_TASK_ID.new" '{folder}/held.'"$SLURM_ARRAY_TASK_ID"
  ) </dev/null >/dev/null 2>&1 &
fi
exec '{program}' "$@"
"""


def fanfare(*words):
    environment = {k: v for k, v in os.environ.items() if not k.startswith(MANAGERS)}
    done = subprocess.run([BIN, *map(str, words)], capture_output=True, text=True, encoding="utf-8", timeout=300, check=False,
                          env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def soon(what, is_so, seconds=PATIENCE):
    end = time.monotonic() + seconds
    while not (answer := is_so()):
        assert time.monotonic() < end, f"{what()}: not within {seconds} s" if callable(what) else f"{what}: not within {seconds} s"
        time.sleep(0.05)
    return answer


class Sweep:
    """The study, its plan, and the tasks of its script on a cluster."""

    def __init__(self, folder, slurm):
        self.folder, self.slurm, self.sweep = folder, slurm, folder / "sweep"
        world = (SOURCE / "scenarios/tiny.yaml").read_text(encoding="utf-8")
        (folder / "world.yaml").write_text(world.replace("flight: [5d, 12d]", "flight: [1d, 3d]"), encoding="utf-8")
        (folder / "study.yaml").write_text(STUDY, encoding="utf-8")
        (folder / "hold").mkdir()
        program = folder / "bin/fanfare"
        program.parent.mkdir()
        program.write_text(STAND_IN.format(folder=folder, sweep=self.sweep, program=BIN), encoding="utf-8")
        program.chmod(0o755)
        slurm.environment["PATH"] = f"{program.parent}:{slurm.environment['PATH']}"

    def plan(self):
        said = fanfare("sweep", "plan", self.folder / "study.yaml", *WORLD, "-o", self.sweep, "--shards", SHARDS, "--threads", 1,
                       "--slurm")
        return re.search(r"sbatch .*$", said, re.M).group(0)

    def hold(self, tasks):
        for task in tasks:
            (self.folder / f"hold/{task}").touch()

    def held(self, task):
        file = self.folder / f"held.{task}"
        return int(soon(lambda: f"task {task} held\n{self.slurm.ask('squeue')[0]}", lambda: file.exists() and file.read_text()))

    def submit(self, line):
        """The line that the program printed, as it stands."""
        return re.search(r"batch job (\d+)", self.slurm.tell(*line.split())).group(1)

    def queue(self):
        return self.slurm.tell("squeue", "-h", "-r", "-o", "%K %T %N %r").splitlines()

    def wait_until_empty(self, job, on=None):
        """Tasks that are queued again would wait two minutes more, so that a node can be mended; here three seconds. Not less:
        a node launches no task in the second in which it ended that same task (its credential is revoked by the second)."""
        hurried = set()

        def is_empty():
            queue = self.queue()
            for entry in queue:
                task = entry.split()[0]
                if "BeginTime" in entry and task not in hurried:
                    self.slurm.ask("scontrol", "update", f"jobid={job}_{task}", "StartTime=now+3")
                    hurried.add(task)
                if on and " RUNNING " in entry:
                    assert entry.split()[2] == on, entry
            return not queue
        soon(lambda: f"the queue empty\n{self.queue()}", is_empty)

    def node_of(self, task):
        return {entry.split()[0]: entry.split()[2] for entry in self.queue()}[str(task)]

    def limit(self, job, task):
        """Warned at Slurm's next look at its clock (half a minute), and killed a minute or two after now, however long the
        task has been held: a machine that is busy may have held it for longer than any limit counted from its start."""
        told = self.slurm.tell("scontrol", "show", "job", f"{job}_{task}")
        hours, minutes, _ = map(int, re.search(r"RunTime=(\d+):(\d+):(\d+)", told).groups())
        self.slurm.tell("scontrol", "update", f"jobid={job}_{task}", f"TimeLimit={60 * hours + minutes + 2}")

    def states(self):
        return {s["shard"]: s for s in json.loads(fanfare("sweep", "status", self.sweep, "--json"))["shards"]}

    def story(self, job, tasks):
        """What is known of these tasks, for whoever has to find out why they did not end."""
        told = [f"{self.states()[t]}\n{self.said(t)}\n{self.slurm.ask('scontrol', 'show', 'job', f'{job}_{t}')[0]}" for t in tasks]
        return "\n".join([*told, self.slurm.log()])

    def said(self, task):
        return (self.sweep / f"task-{task}.txt").read_text(encoding="utf-8")


def has_pending(process, number):
    status = pathlib.Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return any(int(mask, 16) >> (number - 1) & 1 for mask in re.findall(r"^S[ih][gd]Pnd:\s*(\w+)", status, re.M))


def is_gone(process):
    try:
        return pathlib.Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


@contextlib.contextmanager
def own_folder():
    """Short, because a socket stands in it."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="fanfare-slurm-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def slurm():
    with own_folder() as folder, contextlib.ExitStack() as stack:
        try:
            found = stack.enter_context(cluster(folder / "slurm"))
        except CanNotStart as reason:
            pytest.skip(f"no Slurm can be started here: {reason}")
        yield found


def same_but_for_the_invocation(one, other):
    done = subprocess.run(["h5diff", "--exclude-path=/provenance/invocation", one, other], capture_output=True, text=True, check=False)
    return done.returncode == 0, done.stdout + done.stderr


def test_a_sweep_that_meets_every_misfortune_is_the_study_of_one_machine(slurm, tmp_path):
    sweep = Sweep(tmp_path, slurm)
    line = sweep.plan()
    killed, limited, drained, lost = range(4)  # two tasks a node
    sweep.hold([killed, limited, drained, lost])
    job = sweep.submit(line)
    process = {task: sweep.held(task) for task in (killed, limited, drained, lost)}
    bad, good = sweep.node_of(lost), sweep.node_of(killed)
    assert (sweep.node_of(limited), sweep.node_of(drained)) == (good, bad) and good != bad
    assert {sweep.states()[task]["state"] for task in process} == {"running"}

    slurm.tell("scontrol", "update", f"nodename={bad}", "state=drain", "reason=test")
    os.kill(process[killed], signal.SIGKILL)  # as a node short of memory does
    os.kill(process[drained], signal.SIGCONT)  # a draining node lets it end
    soon("the drained node's task ended", lambda: is_gone(process[drained]))
    slurm.tell("scontrol", "update", f"nodename={bad}", "state=down", "reason=test")
    soon("the lost node's task killed", lambda: is_gone(process[lost]))
    sweep.limit(job, limited)
    soon("the signal before the limit", lambda: has_pending(process[limited], signal.SIGTERM))
    # With so short a limit the task would be signalled anew as soon as it began again, and whether it had ended by then
    # would depend on the machine.
    slurm.tell("scontrol", "update", f"jobid={job}_{limited}", "TimeLimit=30")
    os.kill(process[limited], signal.SIGCONT)
    sweep.wait_until_empty(job, on=good)

    states = sweep.states()
    assert states[killed]["state"] == "interrupted" and 0 < states[killed]["ended"] < states[killed]["runs"]
    unfinished = [shard for shard, s in states.items() if shard != killed and s["state"] != "done"]
    assert not unfinished, sweep.story(job, unfinished)
    for task in (limited, lost):
        assert "Restarts=1" in slurm.tell("scontrol", "show", "job", f"{job}_{task}")
    assert "fanfare sweep retry" in fanfare("sweep", "status", sweep.sweep)
    slurm.tell("scontrol", "update", f"nodename={bad}", "state=resume")
    again = re.search(r"sbatch .*$", fanfare("sweep", "retry", sweep.sweep), re.M).group(0)
    assert f"--array={killed} " in again
    sweep.wait_until_empty(sweep.submit(again))
    assert re.search(r"\d+ of \d+ runs", sweep.said(killed)), sweep.said(killed)  # what had ended is not run again

    collected = fanfare("sweep", "collect", sweep.sweep, "-o", tmp_path / "collected").split()[-1]
    whole = fanfare("run", tmp_path / "study.yaml", *WORLD, "-o", tmp_path / "whole", "--progress", "off").split()[-1]
    assert collected == whole
    same, told = same_but_for_the_invocation(tmp_path / "collected/study.h5", tmp_path / "whole/study.h5")
    assert same, told


def test_whoever_opens_a_cluster_leaves_no_daemon_even_when_killed():
    with own_folder() as folder:
        code = f"import sys; sys.path.insert(0, {str(pathlib.Path(slurm_cluster.__file__).parent)!r})\n" \
               "import time, slurm_cluster\n" \
               f"with slurm_cluster.cluster({str(folder / 'slurm')!r}): print('up', flush=True); time.sleep(600)\n"
        opener = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if opener.stdout.readline() != "up\n":
            pytest.skip(f"no Slurm can be started here: {opener.communicate()[1][-2000:]}")
        assert len(processes_of(folder)) >= 4
        opener.kill()
        opener.communicate()
        soon(lambda: f"no daemon left: {processes_of(folder)}", lambda: not processes_of(folder), 60)


def processes_of(folder):
    """Those whose words or environment name it."""
    found = []
    for process in pathlib.Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            words = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
            if str(folder).encode() in words:
                found.append((process.name, (process / "comm").read_text().strip()))
    return found
