package io.ebbgate.sidecar;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An agent that writes down the classes a JVM runs. To retransform a class, the JVM writes it anew
 * from what it has in memory (HotSpot's {@code JvmtiClassFileReconstituter}), not from any file; so
 * it shows what was in a cache, too.
 */
public final class ClassRecorder {
  /** The last file written; when it is there, all are. */
  static final String DONE = "done";

  private ClassRecorder() {}

  /** The JVM calls it; the options are a folder. */
  public static void agentmain(String folder, Instrumentation instrumentation)
      throws UnmodifiableClassException, IOException {
    Path to = Path.of(folder);
    ClassFileTransformer writer = new Writer(to);
    instrumentation.addTransformer(writer, true);
    Class<?>[] classes =
        Stream.of(instrumentation.getAllLoadedClasses())
            .filter(type -> ClassLoader.getSystemClassLoader().equals(type.getClassLoader()))
            .filter(type -> !type.isHidden() && instrumentation.isModifiableClass(type))
            .filter(type -> !type.getName().startsWith(ClassRecorder.class.getName()))
            .toArray(Class<?>[]::new);
    instrumentation.retransformClasses(classes);
    Files.createFile(to.resolve(DONE));
  }

  /** Changes nothing. */
  private record Writer(Path to) implements ClassFileTransformer {
    @Override
    public byte @Nullable [] transform(
        ClassLoader loader, String name, Class<?> type, ProtectionDomain domain, byte[] classfile) {
      try {
        Files.write(to.resolve(name.replace('/', '.') + ".class"), classfile);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return null;
    }
  }
}
