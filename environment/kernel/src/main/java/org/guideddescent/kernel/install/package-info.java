/** Writing and removing the kernelspec that lets Jupyter start this kernel. */
package org.guideddescent.kernel.install;
