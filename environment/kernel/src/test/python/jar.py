"""A small library, compiled by the JDK of the kernel under test."""

import subprocess
import tempfile
import zipfile
from pathlib import Path

from jupyter_client.kernelspec import KernelSpecManager

from session import KERNEL


def greeting(jar, name):
    """Writes a jar with the class demo.NAME, whose method hello says so."""
    java = Path(KernelSpecManager().get_kernel_spec(KERNEL).argv[0])
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"{name}.java"
        source.write_text(f'package demo; public class {name} {{ public static String hello() {{ return "hello from {name}"; }} }}')
        subprocess.run([java.parent / "javac", "-d", folder, source], check=True)
        with zipfile.ZipFile(jar, "w") as archive:
            archive.write(Path(folder) / "demo" / f"{name}.class", f"demo/{name}.class")
