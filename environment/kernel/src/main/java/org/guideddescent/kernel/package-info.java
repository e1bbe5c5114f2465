/** The process: command line, start-up and shutdown of a Java kernel for Jupyter; everything else lives below. */
package org.guideddescent.kernel;
