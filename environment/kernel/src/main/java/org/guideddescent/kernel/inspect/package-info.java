/**
 * What an editor wants to know of Java text that does not run: where the statement under a cursor begins, what stands
 * there, and the documentation that sources carry. Knows nothing of JShell, so that each part is tested alone.
 */
package org.guideddescent.kernel.inspect;
