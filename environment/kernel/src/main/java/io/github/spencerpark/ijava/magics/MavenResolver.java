package io.github.spencerpark.ijava.magics;

import io.github.spencerpark.jupyter.kernel.magic.registry.Magics;
import java.util.List;
import org.guideddescent.kernel.Notebook;

/** IJava's access to Maven from code: each method is the magic of its name. */
public final class MavenResolver {
    private final Magics magics;

    public MavenResolver(Magics magics) {
        this.magics = magics;
    }

    public void addMavenDependencies(List<String> coordinates) throws Exception {
        magics.applyLineMagic("maven", coordinates);
    }

    public void addMavenRepo(List<String> idAndAddress) throws Exception {
        magics.applyLineMagic("mavenRepo", idAndAddress);
    }

    public void addRemoteRepo(String id, String address) throws Exception {
        addMavenRepo(List.of(id, address));
    }

    public void loadFromPOM(List<String> fileAndScopes) throws Exception {
        magics.applyLineMagic("loadFromPOM", fileAndScopes);
    }

    public void loadFromPOM(List<String> scopes, String pom) throws Exception {
        magics.applyCellMagic("loadFromPOM", scopes, pom);
    }

    public void addJarsToClasspath(Iterable<String> jars) {
        jars.forEach(Notebook.javaKernel()::addToClasspath);
    }
}
