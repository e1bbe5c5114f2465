/** A doclet for pages that are mathematics: the standard one, then formulas typeset and papers linked. */
package org.guideddescent.javadoc;
