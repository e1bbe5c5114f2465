package org.guideddescent.kernel.maven.mima;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.http.NoHttpResponseException;
import org.apache.http.client.HttpResponseException;
import org.apache.http.conn.ConnectTimeoutException;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.transfer.ArtifactNotFoundException;
import org.eclipse.aether.transfer.MetadataNotFoundException;
import org.eclipse.aether.transfer.RepositoryOfflineException;

/** Why one repository did not give an artifact. */
record Reason(Kind kind, String words) {
    enum Kind {
        NOT_FOUND,
        REFUSED,
        UNREACHABLE,
        OFFLINE,
        OTHER
    }

    static final Reason OFFLINE = new Reason(Kind.OFFLINE, "not asked, because Maven is offline");

    static Reason of(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof RepositoryOfflineException) {
                return OFFLINE;
            }
            if (t instanceof HttpResponseException http) {
                return of(http.getStatusCode());
            }
            if (t instanceof UnknownHostException) {
                return new Reason(Kind.UNREACHABLE, "cannot connect, no such host");
            }
            if (t instanceof ConnectTimeoutException || t instanceof NoRouteToHostException) {
                return new Reason(Kind.UNREACHABLE, "cannot connect");
            }
            if (t instanceof ConnectException) {
                return new Reason(Kind.UNREACHABLE, "cannot connect, the connection was refused");
            }
            if (t instanceof SocketTimeoutException || t instanceof NoHttpResponseException) {
                return new Reason(Kind.UNREACHABLE, "no answer");
            }
        }
        boolean absent = failure instanceof ArtifactNotFoundException || failure instanceof MetadataNotFoundException;
        return absent
                ? new Reason(Kind.NOT_FOUND, "not found")
                : new Reason(Kind.OTHER, String.valueOf(failure.getMessage()));
    }

    private static Reason of(int status) {
        return switch (status) {
            case 401 -> new Reason(Kind.REFUSED, "401 unauthorized");
            case 403 -> new Reason(Kind.REFUSED, "403 forbidden");
            case 407 -> new Reason(Kind.REFUSED, "407, the proxy wants a user name and a password");
            default -> new Reason(Kind.OTHER, "the server answered with status " + status);
        };
    }

    /** What the user can do about it. */
    Optional<String> wayOut(RemoteRepository repository, Path settings) {
        return Optional.ofNullable(
                switch (kind) {
                    case NOT_FOUND ->
                        "Check group, artifact and version, or name the repository that has it: %mavenRepo NAME URL";
                    case REFUSED ->
                        words.startsWith("407")
                                ? "Give user name and password of the proxy in " + settings
                                : "Give user name and password of the server '" + repository.getId() + "' in "
                                        + settings;
                    case UNREACHABLE -> "Check the URL and the network; a proxy or a mirror is set in " + settings;
                    case OFFLINE -> "Say %mavenOffline off, and see that <offline> is not set in " + settings;
                    case OTHER -> null;
                });
    }
}
