"""Jupyter's own conformance tests (jupyter_kernel_test), run against the kernel installed as `java`; none may be skipped.

    JUPYTER_DATA_DIR=/tmp/jupyter java -jar target/guided-descent-kernel-0.1.0-SNAPSHOT.jar install
    JUPYTER_DATA_DIR=/tmp/jupyter python3 src/test/python/conformance.py
"""

import sys
import unittest

import jupyter_kernel_test


class JavaKernelTests(jupyter_kernel_test.KernelTests):
    kernel_name = "java"
    language_name = "java"
    file_extension = ".jshell"

    code_hello_world = 'System.out.println("hello, world");'
    code_stderr = 'System.err.println("oops");'
    code_generate_error = "int[] none = {}; none[1]"

    completion_samples = [
        {"text": "Integer.parseI", "matches": ["parseInt("]},
        {"text": "Math.cbr", "matches": ["cbrt("]},
    ]
    complete_code_samples = ["1 + 1", "int a = 3;", "for (int i = 0; i < 3; i++) { }", "class A { }\nnew A()"]
    incomplete_code_samples = ["for (int i = 0; i < 3; i++) {", "class A {\n  int f() {", 'String s = """\nx']
    invalid_code_samples = ["int a = );", "class 3 { }"]

    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": '"a" + 1', "result": "a1"},
        {"code": "List.of(1, 2)", "result": "[1, 2]"},
    ]
    code_display_data = [
        {"code": 'display("shown");', "mime": "text/plain"},
        {
            "code": "display(new java.awt.image.BufferedImage(2, 2, java.awt.image.BufferedImage.TYPE_INT_RGB));",
            "mime": "image/png",
        },
    ]
    code_page_something = 'getKernelInstance().page(render("text"));'
    code_history_pattern = "6 *"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Math.max"
    code_clear_output = "getKernelInstance().clearOutput(false);"


if __name__ == "__main__":
    result = unittest.main(exit=False).result
    if result.skipped:
        # A later jupyter_kernel_test may ask for samples that stand nowhere above.
        print("skipped, which counts as a failure:", ", ".join(test.id() for test, _ in result.skipped), file=sys.stderr)
    sys.exit(not result.wasSuccessful() or bool(result.skipped))
