package org.guideddescent.kernel.render;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.DisplayDataRenderable;
import io.github.spencerpark.jupyter.kernel.display.RenderContext;
import io.github.spencerpark.jupyter.kernel.display.RenderFunction;
import io.github.spencerpark.jupyter.kernel.display.RenderRequestTypes;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import io.github.spencerpark.jupyter.kernel.util.InheritanceIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The base kernel's renderer with the same rules (the most specific class wins), made safe for many threads, and with a
 * rank for who registered: for one class the user comes before libraries; the JDK's types come last.
 */
final class LiveRenderer extends Renderer {
    /** One function for one class; a newer one with the same types takes the place of the older. */
    private record Registration(Set<MIMEType> supported, Set<MIMEType> preferred, RenderFunction<Object> function) {
        boolean hasTypesOf(Registration other) {
            return supported.equals(other.supported) && preferred.equals(other.preferred);
        }
    }

    private final Map<Class<?>, List<Registration>> users = new ConcurrentHashMap<>();
    private final Map<Class<?>, List<Registration>> libraries = new ConcurrentHashMap<>();
    private final Extensions extensions;

    /** extensions: waited for when a value is not of the JDK. */
    LiveRenderer(Extensions extensions) {
        this.extensions = extensions;
    }

    /** The same renderer for registrations that rank as a library's. */
    Renderer forLibraries() {
        return new Renderer() {
            @Override
            public <T> void register(
                    Set<MIMEType> supported,
                    Set<MIMEType> preferred,
                    Set<Class<? extends T>> types,
                    RenderFunction<T> function) {
                add(libraries, supported, preferred, types, function);
            }

            @Override
            public DisplayData render(Object value, Map<String, Object> params) {
                return LiveRenderer.this.render(value, params);
            }

            @Override
            public DisplayData renderAs(Object value, Map<String, Object> params, String... types) {
                return LiveRenderer.this.renderAs(value, params, types);
            }
        };
    }

    @Override
    public <T> void register(
            Set<MIMEType> supported,
            Set<MIMEType> preferred,
            Set<Class<? extends T>> types,
            RenderFunction<T> function) {
        add(users, supported, preferred, types, function);
    }

    @SuppressWarnings("unchecked") // A function is called only with values of the classes that it is filed under.
    private static <T> void add(
            Map<Class<?>, List<Registration>> to,
            Set<MIMEType> supported,
            Set<MIMEType> preferred,
            Set<Class<? extends T>> types,
            RenderFunction<T> function) {
        Registration one =
                new Registration(Set.copyOf(supported), Set.copyOf(preferred), (RenderFunction<Object>) function);
        for (Class<?> type : types) {
            to.merge(type, List.of(one), (old, added) -> Stream.concat(
                            old.stream().filter(r -> !r.hasTypesOf(one)), added.stream())
                    .toList());
        }
    }

    @Override
    public DisplayData render(Object value, Map<String, Object> params) {
        awaitExtensionsFor(value);
        DisplayData out = new DisplayData();
        if (value instanceof DisplayDataRenderable renderable) {
            renderable.render(context(renderable.getPreferredRenderTypes(), params, out));
            return withText(out, value);
        }
        List<Registration> found = nearest(value);
        for (Registration one : found) {
            one.function().render(value, context(one.preferred(), params, out));
        }
        if (found.isEmpty() && !PlainText.isSimple(value)) {
            StandardTypes.render(value, context(StandardTypes.PREFERRED, params, out));
        }
        return withText(out, value);
    }

    @Override
    public DisplayData renderAs(Object value, Map<String, Object> params, String... types) {
        awaitExtensionsFor(value);
        DisplayData out = new DisplayData();
        RenderRequestTypes.Builder builder = new RenderRequestTypes.Builder(suffix -> null);
        builder.withType(MIMEType.TEXT_PLAIN);
        for (String type : types) {
            builder.withType(type);
        }
        RenderRequestTypes wanted = builder.build();
        RenderContext context = new RenderContext(wanted, this, params, out);
        if (value instanceof DisplayDataRenderable renderable
                && wanted.anyRequestedIsSupported(renderable.getSupportedRenderTypes())) {
            renderable.render(context);
            wanted.removeFulfilledRequests(out);
        }
        for (Class<?> type : ancestors(value)) {
            for (Registration one : registrations(type)) {
                if (wanted.anyRequestedIsSupported(one.supported())) {
                    one.function().render(value, context);
                    wanted.removeFulfilledRequests(out);
                }
            }
        }
        StandardTypes.renderAs(value, context, types);
        return withText(out, value);
    }

    /** Numbers and strings need no extension, so the first cell need not wait for a library to warm up. */
    private void awaitExtensionsFor(Object value) {
        if (value != null && value.getClass().getClassLoader() != null) {
            extensions.await();
        }
    }

    private RenderContext context(Set<MIMEType> types, Map<String, Object> params, DisplayData out) {
        RenderRequestTypes.Builder builder = new RenderRequestTypes.Builder(suffix -> null);
        builder.withType(MIMEType.TEXT_PLAIN);
        types.forEach(builder::withType);
        return new RenderContext(builder.build(), this, params, out);
    }

    private static DisplayData withText(DisplayData out, Object value) {
        if (!out.hasDataForType(MIMEType.TEXT_PLAIN)) {
            out.putText(PlainText.of(value));
        }
        return out;
    }

    /** Those of the most specific class that has any. Object's count only for values that we do not know better. */
    private List<Registration> nearest(Object value) {
        for (Class<?> type : ancestors(value)) {
            List<Registration> found = registrations(type);
            if (!found.isEmpty() && (type != Object.class || !StandardTypes.knows(value))) {
                return found;
            }
        }
        return List.of();
    }

    private List<Registration> registrations(Class<?> type) {
        List<Registration> found = users.get(type);
        return found == null ? libraries.getOrDefault(type, List.of()) : found;
    }

    private List<Class<?>> ancestors(Object value) {
        if (value == null || (users.isEmpty() && libraries.isEmpty())) {
            return List.of();
        }
        List<Class<?>> types = new ArrayList<>();
        new InheritanceIterator(value.getClass()).forEachRemaining(types::add);
        return types;
    }
}
