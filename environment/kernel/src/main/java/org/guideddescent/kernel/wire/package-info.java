/**
 * Jupyter's message protocol on ZeroMQ. We own this layer because the base kernel's engine polls its sockets and dies on
 * one badly signed message. Each socket belongs to exactly one thread, and no thread that runs user code owns one: an
 * interrupt would close the socket's selector.
 */
package org.guideddescent.kernel.wire;
