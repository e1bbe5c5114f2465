/**
 * The magics that fetch Maven artifacts. Maven's own classes stay in {@code kernel.maven.mima}, which a loader of its own
 * defines: on the class path they would slow every compilation down and meet the user's own copies.
 */
package org.guideddescent.kernel.maven;
