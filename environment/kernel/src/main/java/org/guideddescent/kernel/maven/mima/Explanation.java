package org.guideddescent.kernel.maven.mima;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.model.building.ModelBuildingException;
import org.apache.maven.model.building.ModelProblem;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositoryException;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.collection.DependencyCollectionException;
import org.eclipse.aether.collection.UnsolvableVersionConflictException;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.VersionRangeRequest;
import org.eclipse.aether.resolution.VersionRangeResolutionException;
import org.eclipse.aether.resolution.VersionResolutionException;
import org.eclipse.aether.transfer.ArtifactTransferException;
import org.eclipse.aether.transfer.MetadataTransferException;
import org.guideddescent.kernel.maven.Coordinate;
import org.guideddescent.kernel.maven.Unresolved;

/** Turns Maven's nested exceptions into what is missing, where it was looked for, why it was not had, and what to do. */
final class Explanation {
    private static final int SHOWN = 8;

    private final Connection maven;
    private final DefaultRepositorySystemSession session;
    private final List<RemoteRepository> repositories;
    private final Set<String> missing = new LinkedHashSet<>();
    private final Map<String, RemoteRepository> asked = new LinkedHashMap<>();
    private final Map<String, Reason> reasons = new LinkedHashMap<>();
    private String versions = "";

    Explanation(Connection maven, DefaultRepositorySystemSession session, List<RemoteRepository> repositories) {
        this.maven = maven;
        this.session = session;
        this.repositories = repositories;
    }

    Unresolved of(RepositoryException failure) {
        List<Throwable> all = all(failure);
        for (Throwable thrown : all) {
            if (thrown instanceof ModelBuildingException e) {
                String problems = e.getProblems().stream()
                        .filter(p -> p.getSeverity() != ModelProblem.Severity.WARNING)
                        .map(p -> "\n  " + p.getMessage() + line(p))
                        .collect(Collectors.joining());
                boolean ofAccess = all.stream().anyMatch(ArtifactResolutionException.class::isInstance);
                if (!ofAccess) {
                    return new Unresolved("Maven cannot make sense of the POM; correct it:" + problems);
                }
            }
            if (thrown instanceof UnsolvableVersionConflictException e) {
                return new Unresolved("no version satisfies all that ask for it: " + e.getMessage()
                        + "\nName the version you want in the same call, before the others");
            }
        }
        repositories.forEach(r -> asked.put(r.getId(), r));
        all.forEach(this::note);
        if (missing.isEmpty()) {
            return new Unresolved(innermost(failure));
        }
        String names = missing.stream().limit(SHOWN).collect(Collectors.joining(", "));
        String more = missing.size() > SHOWN ? " and " + (missing.size() - SHOWN) + " more" : "";
        String places = asked.values().stream()
                .map(r -> "\n  " + place(r) + ": " + reason(r).words())
                .collect(Collectors.joining());
        return new Unresolved("cannot find " + names + more + ". Looked in\n  local repository "
                + maven.localRepository() + ": not there" + places + "\n" + versions + wayOut());
    }

    private void note(Throwable thrown) {
        if (thrown instanceof ArtifactResolutionException e) {
            e.getResults().stream().filter(r -> !r.isResolved()).forEach(this::note);
        } else if (thrown instanceof VersionRangeResolutionException e) {
            missing(e.getResult().getRequest().getArtifact());
        } else if (thrown instanceof VersionResolutionException e) {
            missing(e.getResult().getRequest().getArtifact());
        } else if (thrown instanceof ArtifactTransferException e && e.getRepository() != null) {
            note(e.getRepository(), e);
        } else if (thrown instanceof MetadataTransferException e && e.getRepository() != null) {
            note(e.getRepository(), e);
        }
    }

    private void note(ArtifactResult result) {
        missing(result.getRequest().getArtifact());
        // Those of a POM further down are asked too.
        result.getRequest().getRepositories().forEach(r -> asked.putIfAbsent(r.getId(), r));
    }

    private void note(RemoteRepository repository, Throwable why) {
        asked.putIfAbsent(repository.getId(), repository);
        // Of several failures in one place the one that hides the artifact counts.
        reasons.merge(repository.getId(), Reason.of(why), (a, b) -> a.kind() == Reason.Kind.NOT_FOUND ? b : a);
    }

    private void missing(Artifact a) {
        Coordinate named =
                new Coordinate(a.getGroupId(), a.getArtifactId(), a.getExtension(), a.getClassifier(), a.getVersion());
        if (missing.add(named.toString()) && versions.isEmpty()) {
            versions = versions(a);
        }
    }

    private String versions(Artifact artifact) {
        try {
            List<String> known = maven
                    .system()
                    .resolveVersionRange(
                            session, new VersionRangeRequest(artifact.setVersion("[0,)"), repositories, null))
                    .getVersions()
                    .stream()
                    .map(Object::toString)
                    .toList();
            String newest = String.join(", ", known.subList(Math.max(0, known.size() - SHOWN), known.size()));
            return known.isEmpty() ? "" : "Versions there: " + (known.size() > SHOWN ? "... " : "") + newest + ". ";
        } catch (VersionRangeResolutionException e) {
            // The list would have been a courtesy.
            return "";
        }
    }

    private Reason reason(RemoteRepository repository) {
        boolean offline = session.isOffline() && !repository.getProtocol().equals("file");
        return reasons.getOrDefault(
                repository.getId(), offline ? Reason.OFFLINE : new Reason(Reason.Kind.NOT_FOUND, "not found"));
    }

    private static String place(RemoteRepository repository) {
        String mirrored = repository.getMirroredRepositories().isEmpty()
                ? ""
                : ", the mirror of "
                        + repository.getMirroredRepositories().stream()
                                .map(RemoteRepository::getId)
                                .collect(Collectors.joining(", "));
        // A password in a URL stays out of notebooks.
        return repository.getId() + " (" + repository.getUrl().replaceFirst("//[^/@]*@", "//") + mirrored + ")";
    }

    private String wayOut() {
        return asked.values().stream()
                .flatMap(r -> reason(r).wayOut(r, maven.settingsFile()).stream())
                .distinct()
                .collect(Collectors.joining(". "));
    }

    private static String line(ModelProblem problem) {
        return problem.getLineNumber() > 0 ? " (line " + problem.getLineNumber() + ")" : "";
    }

    private static String innermost(Throwable failure) {
        Throwable last = failure;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        return String.valueOf(last.getMessage());
    }

    /** The failure, its causes, and what its parts carry. */
    private static List<Throwable> all(Throwable failure) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> waiting = new ArrayDeque<>(List.of(failure));
        Set<Throwable> ordered = new LinkedHashSet<>();
        while (!waiting.isEmpty()) {
            Throwable thrown = waiting.removeFirst();
            if (seen.add(thrown)) {
                ordered.add(thrown);
                parts(thrown).forEach(waiting::addLast);
            }
        }
        return List.copyOf(ordered);
    }

    private static Stream<Throwable> parts(Throwable thrown) {
        Stream<Throwable> carried = Stream.empty();
        if (thrown instanceof ArtifactResolutionException e) {
            carried = e.getResults().stream().flatMap(r -> r.getExceptions().stream());
        } else if (thrown instanceof DependencyCollectionException e && e.getResult() != null) {
            carried = e.getResult().getExceptions().stream().map(x -> x);
        } else if (thrown instanceof VersionRangeResolutionException e) {
            carried = e.getResult().getExceptions().stream().map(x -> x);
        } else if (thrown instanceof VersionResolutionException e) {
            carried = e.getResult().getExceptions().stream().map(x -> x);
        }
        return Stream.concat(carried, Stream.ofNullable(thrown.getCause()));
    }
}
