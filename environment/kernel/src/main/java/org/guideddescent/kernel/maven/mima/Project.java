package org.guideddescent.kernel.maven.mima;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositoryException;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.ArtifactProperties;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.repository.WorkspaceReader;
import org.eclipse.aether.repository.WorkspaceRepository;
import org.eclipse.aether.resolution.ArtifactDescriptorRequest;
import org.eclipse.aether.resolution.ArtifactDescriptorResult;
import org.eclipse.aether.util.repository.SimpleArtifactDescriptorPolicy;
import org.guideddescent.kernel.maven.Unresolved;

/** What a POM asks for, its properties, parents, profiles and imports worked in. */
record Project(List<Dependency> dependencies, List<Dependency> managed, List<RemoteRepository> repositories) {
    /**
     * Maven reads the POM itself: it is offered as the artifact of a workspace, which also makes parents beside it and
     * profiles by file work.
     */
    static Project read(
            Connection maven, DefaultRepositorySystemSession session, List<RemoteRepository> repositories, Path pom)
            throws RepositoryException {
        Artifact self = new DefaultArtifact("notebook", "project", "pom", "1");
        DefaultRepositorySystemSession strict = new DefaultRepositorySystemSession(session);
        strict.setArtifactDescriptorPolicy(new SimpleArtifactDescriptorPolicy(false, false));
        strict.setWorkspaceReader(new OnePom(self, pom.toFile()));
        ArtifactDescriptorResult result =
                maven.system().readArtifactDescriptor(strict, new ArtifactDescriptorRequest(self, repositories, null));
        result.getDependencies().forEach(d -> checkSystemPath(d, pom));
        return new Project(result.getDependencies(), result.getManagedDependencies(), result.getRepositories());
    }

    private static void checkSystemPath(Dependency dependency, Path pom) {
        String path = dependency.getArtifact().getProperty(ArtifactProperties.LOCAL_PATH, null);
        if (path != null && !Files.isRegularFile(Path.of(path))) {
            throw new Unresolved(dependency.getArtifact() + " in " + pom + " has scope system and the systemPath "
                    + path + ", where there is no file");
        }
    }

    /** A workspace of one POM. */
    private record OnePom(Artifact self, File pom) implements WorkspaceReader {
        private static final WorkspaceRepository WORKSPACE = new WorkspaceRepository("notebook");

        @Override
        public WorkspaceRepository getRepository() {
            return WORKSPACE;
        }

        @Override
        public File findArtifact(Artifact artifact) {
            boolean same = artifact.getGroupId().equals(self.getGroupId())
                    && artifact.getArtifactId().equals(self.getArtifactId());
            // Maven's interface says so.
            return same ? pom : null;
        }

        @Override
        public List<String> findVersions(Artifact artifact) {
            return List.of();
        }
    }
}
