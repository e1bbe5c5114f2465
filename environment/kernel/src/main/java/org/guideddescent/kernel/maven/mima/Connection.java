package org.guideddescent.kernel.maven.mima;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.runtime.standalonestatic.StandaloneStaticRuntime;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.building.DefaultSettingsBuilderFactory;
import org.apache.maven.settings.building.DefaultSettingsBuildingRequest;
import org.apache.maven.settings.building.SettingsBuildingException;
import org.apache.maven.settings.building.SettingsProblem;
import org.eclipse.aether.ConfigurationProperties;
import org.eclipse.aether.DefaultRepositoryCache;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.DefaultSessionData;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.repository.RepositoryPolicy;
import org.eclipse.aether.util.repository.SimpleArtifactDescriptorPolicy;
import org.eclipse.aether.util.repository.SimpleResolutionErrorPolicy;
import org.guideddescent.kernel.maven.Repository;
import org.guideddescent.kernel.maven.Request;
import org.guideddescent.kernel.maven.SettingsFiles;
import org.guideddescent.kernel.maven.Unresolved;

/** Maven set up by one state of the settings files. Making one costs a third of a second, so it is kept. */
final class Connection implements AutoCloseable {
    /** A server that says nothing for a minute is gone; the default is half an hour. */
    private static final int REQUEST_MILLIS = 60_000;

    /** The files and when they were written: who edits them expects to be heard at the next call. */
    record Key(SettingsFiles files, List<FileTime> written) {
        static Key of(SettingsFiles files) {
            return new Key(
                    files,
                    Stream.concat(Stream.of(files.user()), files.global().stream())
                            .filter(Files::exists)
                            .map(Key::time)
                            .toList());
        }

        private static FileTime time(Path file) {
            try {
                return Files.getLastModifiedTime(file);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot look at " + file, e);
            }
        }
    }

    private final Key key;
    private final Settings settings;
    private final Context context;

    private Connection(Key key, Settings settings) {
        this.key = key;
        this.settings = settings;
        this.context = new StandaloneStaticRuntime()
                .create(ContextOverrides.create()
                        // As Maven has it: central is asked after the repositories of the settings.
                        .addRepositoriesOp(ContextOverrides.AddRepositoriesOp.APPEND)
                        .withUserSettings(true)
                        .withEffectiveSettings(settings)
                        .configProperties(Map.of(ConfigurationProperties.REQUEST_TIMEOUT, REQUEST_MILLIS))
                        .build());
    }

    static Connection open(SettingsFiles files) {
        return new Connection(Key.of(files), settings(files));
    }

    boolean isOf(SettingsFiles files) {
        return key.equals(Key.of(files));
    }

    private static Settings settings(SettingsFiles files) {
        Properties properties = new Properties();
        properties.putAll(System.getProperties());
        System.getenv().forEach((name, value) -> properties.put("env." + name, value));
        DefaultSettingsBuildingRequest request = new DefaultSettingsBuildingRequest();
        request.setSystemProperties(properties);
        request.setUserSettingsFile(files.user().toFile());
        request.setGlobalSettingsFile(files.global().map(Path::toFile).orElse(null));
        try {
            return new DefaultSettingsBuilderFactory()
                    .newInstance()
                    .build(request)
                    .getEffectiveSettings();
        } catch (SettingsBuildingException e) {
            throw new Unresolved("Maven's settings cannot be read; correct them: "
                    + e.getProblems().stream().map(SettingsProblem::toString).collect(Collectors.joining("; ")));
        }
    }

    RepositorySystem system() {
        return context.repositorySystem();
    }

    File localRepository() {
        return context.repositorySystemSession().getLocalRepository().getBasedir();
    }

    boolean offline(Request request) {
        return request.mode().offline() || settings.isOffline();
    }

    /** A fresh session: what an earlier call found missing or up to date is asked for again. */
    DefaultRepositorySystemSession session(Request request, Transfers transfers) {
        DefaultRepositorySystemSession session = new DefaultRepositorySystemSession(context.repositorySystemSession());
        session.setCache(new DefaultRepositoryCache());
        session.setData(new DefaultSessionData());
        session.setOffline(offline(request));
        session.setTransferListener(transfers);
        session.setResolutionErrorPolicy(new SimpleResolutionErrorPolicy(false, false));
        // As Maven has it: an artifact without a POM, or with a broken one, has no dependencies.
        session.setArtifactDescriptorPolicy(new SimpleArtifactDescriptorPolicy(true, true));
        if (request.mode().fresh()) {
            session.setUpdatePolicy(RepositoryPolicy.UPDATE_POLICY_ALWAYS);
        }
        return session;
    }

    /** Those of the session and of a project, then those of the settings; mirrors, proxies and credentials applied. */
    List<RemoteRepository> repositories(
            DefaultRepositorySystemSession session, List<Repository> named, List<RemoteRepository> project) {
        Map<String, RemoteRepository> byId = new LinkedHashMap<>();
        for (Repository repository : named) {
            byId.put(
                    repository.id(),
                    new RemoteRepository.Builder(repository.id(), "default", repository.url())
                            .setPolicy(new RepositoryPolicy())
                            .build());
        }
        project.forEach(r -> byId.putIfAbsent(r.getId(), r));
        context.remoteRepositories().forEach(r -> byId.putIfAbsent(r.getId(), r));
        return system().newResolutionRepositories(session, new ArrayList<>(byId.values()));
    }

    /** The settings file that a user would edit. */
    Path settingsFile() {
        return key.files().user();
    }

    @Override
    public void close() {
        context.close();
    }
}
