package org.guideddescent.kernel.maven.mima;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositoryException;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.ArtifactType;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.graph.Exclusion;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.util.artifact.JavaScopes;
import org.guideddescent.kernel.maven.Coordinate;
import org.guideddescent.kernel.maven.Jar;
import org.guideddescent.kernel.maven.Progress;
import org.guideddescent.kernel.maven.Request;
import org.guideddescent.kernel.maven.Resolver;

/** Resolves with Maven's own resolver, set up by MIMA. Made by name, in a loader of its own. */
public final class MimaResolver implements Resolver {
    private final AtomicReference<Connection> connection = new AtomicReference<>();

    /** Makes a resolver that connects with its first request. */
    public MimaResolver() {}

    @Override
    public List<Jar> resolve(Request request, Progress progress) {
        Connection maven = connect(request);
        DefaultRepositorySystemSession session = maven.session(request, new Transfers(progress));
        List<RemoteRepository> repositories = maven.repositories(session, request.repositories(), List.of());
        try {
            CollectRequest collect = new CollectRequest();
            collect.setRepositories(repositories);
            for (Coordinate coordinate : request.coordinates()) {
                collect.addDependency(new Dependency(artifact(session, coordinate), JavaScopes.RUNTIME));
            }
            if (request.pom().isPresent()) {
                Project project =
                        Project.read(maven, session, repositories, request.pom().get());
                collect.setManagedDependencies(project.managed());
                collect.setRepositories(maven.repositories(session, request.repositories(), project.repositories()));
                project.dependencies().stream()
                        .filter(d -> request.scopes().contains(d.getScope()))
                        .forEach(collect::addDependency);
            }
            collect.setDependencies(collect.getDependencies().stream()
                    .map(d -> narrowed(d, request))
                    .toList());
            return maven
                    .system()
                    .resolveDependencies(session, new DependencyRequest(collect, null))
                    .getArtifactResults()
                    .stream()
                    .map(ArtifactResult::getArtifact)
                    .map(MimaResolver::jar)
                    .toList();
        } catch (RepositoryException e) {
            throw new Explanation(maven, session, repositories).of(e);
        }
    }

    private Connection connect(Request request) {
        Connection open = connection.get();
        if (open != null && open.isOf(request.settings())) {
            return open;
        }
        close();
        Connection fresh = Connection.open(request.settings());
        connection.set(fresh);
        return fresh;
    }

    private static Artifact artifact(DefaultRepositorySystemSession session, Coordinate c) {
        ArtifactType type = session.getArtifactTypeRegistry().get(c.type());
        return type == null
                ? new DefaultArtifact(c.group(), c.artifact(), c.classifier(), c.type(), c.version())
                : new DefaultArtifact(
                        c.group(),
                        c.artifact(),
                        c.classifier().isEmpty() ? type.getClassifier() : c.classifier(),
                        type.getExtension(),
                        c.version(),
                        type);
    }

    private static Dependency narrowed(Dependency dependency, Request request) {
        List<Exclusion> exclusions = new ArrayList<>(dependency.getExclusions());
        if (!request.mode().transitive()) {
            exclusions.add(new Exclusion("*", "*", "*", "*"));
        }
        for (String excluded : request.excluded()) {
            String[] parts = excluded.split(":", -1);
            exclusions.add(new Exclusion(parts[0], parts[1], "*", "*"));
        }
        return dependency.setExclusions(exclusions);
    }

    private static Jar jar(Artifact a) {
        Coordinate coordinate = new Coordinate(
                a.getGroupId(), a.getArtifactId(), a.getExtension(), a.getClassifier(), a.getBaseVersion());
        return new Jar(coordinate, a.getFile().toPath());
    }

    @Override
    public void close() {
        Optional.ofNullable(connection.getAndSet(null)).ifPresent(Connection::close);
    }
}
