import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Brings the classes of a jar into the present class file format; run by the build. The JVM's AOT cache takes no classes
 * of the formats before Java 6, which have no frames for the verifier. The code stays the same, instruction by instruction.
 *
 * <p>Usage: {@code java NewerClasses.java JAR}, which is replaced unless it has no such class.
 */
final class NewerClasses {
    private static final int FIRST_WITH_FRAMES = ClassFile.JAVA_6_VERSION;
    private static final int MAGIC_AND_MINOR = 6;

    private final ClassFile format;

    private NewerClasses(ClassLoader jar) {
        // Frames name the common superclasses of what meets at a branch.
        var hierarchy = ClassHierarchyResolver.defaultResolver().orElse(ClassHierarchyResolver.ofResourceParsing(jar));
        format = ClassFile.of(StackMapsOption.GENERATE_STACK_MAPS, ClassHierarchyResolverOption.of(hierarchy));
    }

    public static void main(String[] args) throws IOException {
        var path = Path.of(args[0]);
        var renewed = path.resolveSibling(path.getFileName() + ".new");
        boolean any;
        try (var jar = new JarFile(path.toFile());
                var loader = new URLClassLoader(
                        new URL[] {path.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
                var out = new JarOutputStream(Files.newOutputStream(renewed))) {
            any = new NewerClasses(loader).copy(jar, out);
        }
        if (any) {
            Files.move(renewed, path, StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.delete(renewed);
        }
    }

    /** Returns whether there was a class to renew. */
    private boolean copy(JarFile jar, JarOutputStream out) throws IOException {
        boolean any = false;
        for (var entry : jar.stream().toList()) {
            byte[] bytes;
            try (var in = jar.getInputStream(entry)) {
                bytes = in.readAllBytes();
            }
            boolean old = entry.getName().endsWith(".class") && isOld(bytes);
            any |= old;
            var copy = new JarEntry(entry.getName());
            copy.setTimeLocal(entry.getTimeLocal());
            out.putNextEntry(copy);
            out.write(old ? renewed(bytes) : bytes);
            out.closeEntry();
        }
        return any;
    }

    private static boolean isOld(byte[] bytes) {
        return (bytes[MAGIC_AND_MINOR] << 8 | bytes[MAGIC_AND_MINOR + 1] & 0xff) < FIRST_WITH_FRAMES;
    }

    private byte[] renewed(byte[] bytes) {
        var newVersion =
                ClassTransform.endHandler(builder -> builder.withVersion(ClassFile.latestMajorVersion(), 0));
        // Each instruction anew: code that is copied as a whole gets no frames.
        var newCode = ClassTransform.transformingMethodBodies((builder, element) -> builder.with(element));
        return format.transformClass(format.parse(bytes), newVersion.andThen(newCode));
    }
}
