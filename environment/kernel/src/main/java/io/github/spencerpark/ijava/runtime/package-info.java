/** The functions that every cell can call; the start-up imports these classes statically, as IJava's does. */
package io.github.spencerpark.ijava.runtime;
