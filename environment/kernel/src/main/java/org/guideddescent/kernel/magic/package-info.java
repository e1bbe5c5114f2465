/** Lines and cells that begin with a percent sign: what they are called, what they mean, and what they may change. */
package org.guideddescent.kernel.magic;
