/** What other libraries may implement: the only part of the kernel that they see. */
package org.guideddescent.kernel.spi;
