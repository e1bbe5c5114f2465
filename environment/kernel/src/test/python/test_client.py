"""What a person does in a notebook, through Jupyter's own client, against the kernel installed as `java`.

    JUPYTER_DATA_DIR=/tmp/jupyter java -jar target/guided-descent-kernel-0.1.0-SNAPSHOT.jar install
    JUPYTER_DATA_DIR=/tmp/jupyter python3 src/test/python/test_client.py [-v] [Class[.test]]
"""

import time
import unittest

# unittest runs the classes that this module has.
from cells import Declaring, Executing, Failing, Reading  # noqa: F401
from displays import Showing  # noqa: F401
from lives import Enduring, Interrupting, Living, Notebooks, Sharing  # noqa: F401
from magics import Commanding, Fetching  # noqa: F401
from questions import Asking, Comms  # noqa: F401


class Timed(unittest.TextTestResult):
    """Sums the time of the tests of each class."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.seconds = {}

    def startTest(self, test):
        super().startTest(test)
        self.started = time.monotonic()

    def stopTest(self, test):
        super().stopTest(test)
        name = type(test).__name__
        self.seconds[name] = self.seconds.get(name, 0) + time.monotonic() - self.started

    def printErrors(self):
        super().printErrors()
        times = sorted(self.seconds.items(), key=lambda item: -item[1])
        self.stream.writeln("\n" + ", ".join(f"{name} {seconds:.1f} s" for name, seconds in times))


if __name__ == "__main__":
    unittest.main(testRunner=unittest.TextTestRunner(resultclass=Timed))
