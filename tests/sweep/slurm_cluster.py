"""Debian's Slurm on the loopback: two nodes of two CPUs on one machine, under a configuration of its own in a folder.

All daemons, and what they start, are descendants of one keeper process, which ends them when the pipe to it is closed:
by leaving the `with`, or by the end, however violent, of whoever opened it."""
import contextlib
import ctypes
import getpass
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import time

PROGRAMS = ("munged", "slurmctld", "slurmd", "sbatch", "scontrol", "squeue", "sinfo")
NODES = ("n1", "n2")
SET_DEATH_SIGNAL, SET_SUBREAPER = 1, 36  # prctl
CONFIGURATION = """ClusterName=fanfare
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={ports[0]}
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
CredType=cred/munge
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool.%n
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/%n.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerType=sched/builtin
SchedulerParameters=sched_interval=2,batch_sched_delay=1
ReturnToService=2
KillWait=2
SlurmdParameters=config_overrides
NodeName=n1 NodeHostname=n1 NodeAddr=127.0.0.1 Port={ports[1]} CPUs=2 RealMemory=64000 State=UNKNOWN
NodeName=n2 NodeHostname=n2 NodeAddr=127.0.0.1 Port={ports[2]} CPUs=2 RealMemory=64000 State=UNKNOWN
PartitionName=all Nodes=n1,n2 Default=YES MaxTime=INFINITE State=UP
"""


class CanNotStart(Exception):
    """Why there is no cluster here."""


def find(program):
    return shutil.which(program, path=os.environ["PATH"] + ":/usr/sbin:/sbin")


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def commands(folder):
    munge = [find("munged"), "-F", "--force", "--num-threads=2"]
    munge += [f"--{name}={folder}/munge.{end}" for name, end in
              (("key-file", "key"), ("socket", "socket"), ("pid-file", "pid"), ("seed-file", "seed"), ("log-file", "log"))]
    yield "munged", munge
    yield "slurmctld", [find("slurmctld"), "-D"]
    for node in NODES:
        yield node, [find("slurmd"), "-D", "-N", node]


def wait_for(what, is_so, seconds, pause=0.05):
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            raise CanNotStart(f"{what}: not within {seconds} s")
        time.sleep(pause)


class Cluster:
    def __init__(self, folder):
        self.folder = folder
        self.environment = os.environ | {"SLURM_CONF": f"{folder}/slurm.conf"}

    def ask(self, *words):
        """The answer of a command of Slurm, and how it ended."""
        done = subprocess.run([find(words[0]), *map(str, words[1:])], capture_output=True, text=True, check=False, timeout=30,
                              env=self.environment)
        return done.stdout + done.stderr, done.returncode

    def tell(self, *words):
        said, code = self.ask(*words)
        assert code == 0, f"{words}: {said}"
        return said

    def is_up(self):
        said, code = self.ask("sinfo", "-h", "-N", "-o", "%T")
        return code == 0 and said.split() == ["idle"] * len(NODES)

    def log(self):
        return "\n".join(f"{path.name}: {path.read_text(errors='replace')[-1500:]}" for path in sorted(self.folder.glob("*.log")))


@contextlib.contextmanager
def cluster(folder):
    """Errors: CanNotStart, saying why."""
    missing = [program for program in PROGRAMS if find(program) is None]
    if missing:
        raise CanNotStart(f"{', '.join(missing)}: not installed")
    folder = pathlib.Path(folder)
    for name in ("state", *(f"spool.{node}" for node in NODES)):
        (folder / name).mkdir(parents=True)
    folder.chmod(0o755)
    key = folder / "munge.key"
    key.write_bytes(os.urandom(128))
    key.chmod(0o600)
    (folder / "slurm.conf").write_text(CONFIGURATION.format(host=socket.gethostname().split(".")[0], ports=free_ports(3),
                                                            user=getpass.getuser(), folder=folder), encoding="utf-8")
    found = Cluster(folder)
    keeper = subprocess.Popen([sys.executable, __file__, str(folder)], stdin=subprocess.PIPE, start_new_session=True,
                              env=found.environment)
    try:
        wait_for("the nodes", lambda: keeper.poll() is not None or found.is_up(), 30, 0.2)
        if keeper.poll() is not None:
            raise CanNotStart(f"a daemon ended: {found.log()}")
        yield found
    except CanNotStart as reason:
        raise CanNotStart(f"{reason}\n{found.log()}") from None
    finally:
        keeper.stdin.close()
        keeper.wait(30)


# --- the keeper --------------------------------------------------------------------------------------------------------


def children():
    """Of this process; orphans of its descendants come to it, so that nothing gets away."""
    return [int(word) for word in pathlib.Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii").split()]


def end_all(seconds=20):
    """Politely first, so that the daemons end what they started; what is stopped or deaf is killed."""
    end, polite_until = time.monotonic() + seconds, time.monotonic() + 2
    while children() and time.monotonic() < end:
        for child in children():
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGTERM if time.monotonic() < polite_until else signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0] != 0:
                pass
        time.sleep(0.1)


def keep(folder):
    libc = ctypes.CDLL(None)
    libc.prctl(SET_SUBREAPER, 1, 0, 0, 0)

    def dies_with_keeper():
        libc.prctl(SET_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)

    daemons = []
    for name, words in commands(folder):
        with open(f"{folder}/{name}.out.log", "wb") as said:
            daemons.append(subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=said, stderr=said, preexec_fn=dies_with_keeper))
        if name == "munged":
            with contextlib.suppress(CanNotStart):
                wait_for("munge", lambda: os.path.exists(f"{folder}/munge.socket") or daemons[0].poll() is not None, 10)
    os.set_blocking(0, False)
    while all(daemon.poll() is None for daemon in daemons) and os_read() != b"":
        time.sleep(0.1)
    end_all()


def os_read():
    """Nothing (None) while the pipe is open, b"" once it is closed."""
    try:
        return os.read(0, 1)
    except BlockingIOError:
        return None


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    keep(sys.argv[1])
