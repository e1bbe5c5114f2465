/** The only code that knows Maven's classes. {@code IsolatedLoader} defines it; nothing else may name it. */
package org.guideddescent.kernel.maven.mima;
