"""environment/launch installs the kernel in each place and takes it away again. Needs the modules built."""

import json
import os
import pathlib
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[3]


class Launch(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        # Where each place keeps its kernels. The front end is a pretended one: nothing is opened here.
        self.kernels = {
            "--user": self.folder / "user/kernels",
            "--system": self.folder / "system/share/jupyter/kernels",
            "--sys-prefix": self.folder / "venv/share/jupyter/kernels",
        }
        (self.folder / "pretended").mkdir()
        (self.folder / "pretended/notebook.py").touch()
        self.environment = dict(
            os.environ,
            JUPYTER_DATA_DIR=str(self.folder / "user"),
            GUIDED_DESCENT_SYSTEM=str(self.folder / "system"),
            VIRTUAL_ENV=str(self.folder / "venv"),
            PYTHONPATH=str(self.folder / "pretended"),
        )

    def launch(self, *arguments):
        return subprocess.run(["bash", str(ROOT / "environment/launch"), *arguments], env=self.environment,
                              capture_output=True, text=True, stdin=subprocess.DEVNULL)

    def test_installs_in_the_place_that_is_said_and_uninstalls_there_alone(self):
        for place in self.kernels:
            done = self.launch("--set-up", place)
            self.assertEqual(0, done.returncode, done.stdout + done.stderr)
        for folder in self.kernels.values():
            spec = json.loads((folder / "java/kernel.json").read_text())
            self.assertIn("org.guideddescent.kernel.Main", spec["argv"])
        for place, folder in self.kernels.items():
            done = self.launch("--uninstall", place)
            self.assertEqual(0, done.returncode, done.stdout + done.stderr)
            self.assertFalse((folder / "java").exists())
            left = [other for other in self.kernels.values() if (other / "java").exists()]
            self.assertEqual(len(self.kernels) - list(self.kernels).index(place) - 1, len(left))
        done = self.launch("--uninstall")
        self.assertNotEqual(0, done.returncode)
        self.assertIn("no kernelspec in", done.stdout + done.stderr)

    def test_two_tasks_are_refused(self):
        done = self.launch("--execute", "--uninstall")
        self.assertEqual(1, done.returncode)
        self.assertIn("--execute and --uninstall are two tasks; say one", done.stderr)

    def test_binder_builds_the_same_container(self):
        self.assertEqual((ROOT / "environment/Dockerfile").read_text(), (ROOT / ".binder/Dockerfile").read_text())


if __name__ == "__main__":
    unittest.main()
