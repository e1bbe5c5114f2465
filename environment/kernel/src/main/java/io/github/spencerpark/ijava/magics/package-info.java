/** What {@code getKernelInstance().getMavenResolver()} answers. */
package io.github.spencerpark.ijava.magics;
