/** What each Jupyter request means: one table from message types to handlers, one small class per family. */
package org.guideddescent.kernel.protocol;
