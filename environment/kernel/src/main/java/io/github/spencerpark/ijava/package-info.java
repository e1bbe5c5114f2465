/** IJava's classes under their old names, so that notebooks that import them run unchanged. They hold no logic. */
package io.github.spencerpark.ijava;
