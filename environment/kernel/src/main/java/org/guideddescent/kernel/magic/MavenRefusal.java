package org.guideddescent.kernel.magic;

import io.github.spencerpark.jupyter.kernel.magic.registry.CellMagic;
import io.github.spencerpark.jupyter.kernel.magic.registry.LineMagic;
import java.util.List;

/** Stands in for the Maven magics. */
@SuppressWarnings("DoNotCallSuggester") // Only the registry calls it.
public final class MavenRefusal {

    @LineMagic(aliases = {"addMavenDependencies", "addMavenDependency", "mavenRepo", "addMavenRepo", "loadFromPOM"})
    public void maven(List<String> arguments) {
        throw new IllegalArgumentException(
                "%maven, %mavenRepo and %loadFromPOM come with a later version of this kernel;"
                        + " until then name the jar files: %jars path/*.jar");
    }

    @CellMagic
    public void loadFromPOM(List<String> scopes, String body) {
        maven(scopes);
    }
}
