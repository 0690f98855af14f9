"""TensorBoard inside a notebook, as a thread of its kernel: it ends with the kernel."""

import os
import socket
from pathlib import Path

from course_utils.training.tensorboard import FOLDER

HEIGHT = 700  # pixels


def open_tensorboard(run_dir: str | Path) -> str:
    """Show TensorBoard on a run below the cell.

    ``%load_ext tensorboard`` and ``%tensorboard --logdir FOLDER`` show the same, from a process of
    its own that goes on after the notebook is closed and is not found outside an activated
    environment.

    Args:
        run_dir: The run's folder.

    Returns:
        A line about what is shown, or why nothing is.
    """
    folder = Path(run_dir).resolve()  # not the summaries': TensorBoard calls a run by its place
    if os.environ.get("NBGRADER_EXECUTION"):
        return "TensorBoard is not shown while a notebook is graded."
    if not (folder / FOLDER).is_dir():
        return f"There are no summaries in {run_dir}: train with summaries_every first."
    try:
        address = launched(folder)
    except OSError as error:
        return f"TensorBoard found no port to answer at ({error}). Read the events in Python below."
    from IPython.display import IFrame, display

    # The name by which Jupyter opens a browser: a frame from another site may be kept empty.
    address = address.replace("127.0.0.1", "localhost")
    display(IFrame(address, width="100%", height=HEIGHT))
    return f"TensorBoard answers at {address}, until this kernel ends."


def launched(folder: Path) -> str:
    """Start TensorBoard in a thread on a free port of this machine alone; returns its address.

    Raises:
        OSError: There is no port.
    """
    from tensorboard import default, program

    with socket.socket() as probe:  # raises where this process may not listen at all
        probe.bind(("127.0.0.1", 0))
    # The projector takes a run's folder of checkpoints for a file and fills the notebook with red
    # warnings about it; the course has nothing to show in it.
    plugins = [p for p in default.get_plugins() if getattr(p, "plugin_name", "") != "projector"]
    board = program.TensorBoard(plugins=plugins)
    # Without its helper process, which would outlive a kernel that is killed.
    flags = ("--logdir", str(folder), "--host", "127.0.0.1", "--port", "0", "--load_fast", "false")
    board.configure(argv=("tensorboard", *flags))
    try:
        return board.launch()
    except program.TensorBoardServerException as error:
        raise OSError(str(error)) from error
