"""A small library, compiled by the JDK of the kernel under test."""

import subprocess
import tempfile
import zipfile
from pathlib import Path

from jupyter_client.kernelspec import KernelSpecManager

from session import KERNEL

SOURCE = 'package demo; public class Greeting { public static String text() { return "hello from a jar"; } }'


def greeting(jar):
    """Writes a jar with the class demo.Greeting."""
    java = Path(KernelSpecManager().get_kernel_spec(KERNEL).argv[0])
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "Greeting.java"
        source.write_text(SOURCE)
        subprocess.run([java.parent / "javac", "-d", folder, source], check=True)
        with zipfile.ZipFile(jar, "w") as archive:
            archive.write(Path(folder) / "demo" / "Greeting.class", "demo/Greeting.class")
