"""A project that has none of our code adds one dependency and does the quick start of lib/bom/example.

Needs the modules built. What is not ours comes from the user's Maven repository, which the test sees through links."""

import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[3]
EXAMPLE = ROOT / "lib/bom/example"
PUBLISHED = {
    "guided-descent-bom": "lib/bom",
    "guided-descent-parent": ".",
    "guided-descent": "lib/core",
}
PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1"
PINNED = re.search(r"<openblas.version>(.*?)<", (ROOT / "lib/bom/pom.xml").read_text()).group(1)
JAVACPP = re.search(r"<javacpp.version>(.*?)<", (ROOT / "lib/bom/pom.xml").read_text()).group(1)
VERSION = re.search(r"<version>(.*?)<", (ROOT / "lib/bom/pom.xml").read_text()).group(1)
JAVA = pathlib.Path(os.environ["JAVA_HOME"]) / "bin" if "JAVA_HOME" in os.environ else pathlib.Path("")


def repository(folder):
    """A Maven repository of links to the user's own, in which our artifacts are as the build left them."""
    own = pathlib.Path.home() / ".m2/repository"
    (folder / "org").mkdir(parents=True)
    for group in own.iterdir():
        if group.name != "org":
            (folder / group.name).symlink_to(group)
    for group in (own / "org").iterdir():
        if group.name != "guideddescent":
            (folder / "org" / group.name).symlink_to(group)
    for artifact, module in PUBLISHED.items():
        place = folder / "org/guideddescent" / artifact / VERSION
        place.mkdir(parents=True)
        shutil.copy(ROOT / module / "pom.xml", place / f"{artifact}-{VERSION}.pom")
        jar = ROOT / module / "target" / f"{artifact}-{VERSION}.jar"
        if jar.exists():
            shutil.copy(jar, place)
    return folder


class Consumer(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.home = pathlib.Path(cls.folder.name)
        cls.repository = repository(cls.home / "repository")

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def maven(self, pom, *arguments, options=""):
        """Runs Maven, first without the network."""
        command = ["mvn", "-B", "-q", "-f", str(pom), f"-Dmaven.repo.local={self.repository}", *arguments]
        environment = dict(os.environ, MAVEN_OPTS=os.environ.get("MAVEN_OPTS", "") + options)
        for offline in (["-o"], []):
            done = subprocess.run(command + offline, capture_output=True, text=True, env=environment)
            if done.returncode == 0:
                return done.stdout
        self.fail(done.stdout + done.stderr)

    def class_path(self, pom):
        """The jars that a project with this POM gets."""
        self.maven(pom, f"{PLUGIN}:build-classpath", f"-Dmdep.outputFile={self.home / 'class-path'}")
        return (self.home / "class-path").read_text().strip().split(os.pathsep)

    def without_bom(self):
        text = re.sub(r"  <dependencyManagement>.*</dependencyManagement>\n", "", (EXAMPLE / "pom.xml").read_text(), flags=re.S)
        text = text.replace("<artifactId>guided-descent</artifactId>", f"<artifactId>guided-descent</artifactId><version>{VERSION}</version>")
        pom = self.home / "without-bom.xml"
        pom.write_text(text)
        return pom

    def check(self, jars):
        names = {pathlib.Path(jar).name for jar in jars}
        self.assertIn(f"openblas-{PINNED}.jar", names)
        self.assertIn(f"javacpp-{JAVACPP}.jar", names)
        for name in names:
            if re.match(r"(openblas|javacpp)-\d", name):
                self.assertRegex(name, f"^(openblas-{PINNED}|javacpp-{JAVACPP})")

    def test_one_dependency_and_the_quick_start_runs(self):
        jars = self.class_path(EXAMPLE / "pom.xml")
        self.check(jars)
        subprocess.run([str(JAVA / "javac"), "-cp", os.pathsep.join(jars), "-d", str(self.home / "classes"),
                        str(EXAMPLE / "src/main/java/QuickStart.java")], check=True)
        done = subprocess.run([str(JAVA / "java"), "-cp", os.pathsep.join([*jars, str(self.home / "classes")]), "QuickStart"],
                              check=True, capture_output=True, text=True)
        losses = [float(loss) for loss in re.findall(r"loss (\S+)", done.stdout)]
        self.assertEqual(3, len(losses), done.stdout + done.stderr)
        self.assertLess(losses[-1], losses[0] / 3)

    def test_without_the_bom_the_versions_are_the_same(self):
        self.check(self.class_path(self.without_bom()))

    def test_a_mac_gets_the_natives_of_a_mac(self):
        self.maven(self.without_bom(), f"{PLUGIN}:tree", f"-DoutputFile={self.home / 'tree'}",
                   options=" -Dos.name=MacOSX -Dos.arch=aarch64")
        tree = (self.home / "tree").read_text()
        self.assertIn("nd4j-native:jar:macosx-arm64", tree)
        self.assertIn(f"openblas:jar:macosx-arm64:{PINNED}", tree)
        self.assertNotIn("linux", tree)


if __name__ == "__main__":
    unittest.main()
