/** Evaluation of cells with JShell inside this process, so that results are real objects. Knows nothing of Jupyter. */
package org.guideddescent.kernel.jshell;
