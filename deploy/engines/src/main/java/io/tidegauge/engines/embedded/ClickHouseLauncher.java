package io.tidegauge.engines.embedded;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * Runs ClickHouse from its shared library, in a process of its own: it takes over signal handlers.
 * Uses nothing but the JDK, so that the child needs no other class.
 */
final class ClickHouseLauncher {
  private ClickHouseLauncher() {}

  /**
   * Returns when the server ends.
   *
   * @param arguments the library's file, then the arguments of {@code clickhouse local}
   */
  public static void main(String[] arguments) throws Throwable {
    SymbolLookup library = SymbolLookup.libraryLookup(Path.of(arguments[0]), Arena.global());
    MethodHandle main =
        Linker.nativeLinker()
            .downcallHandle(
                library.findOrThrow("chdb_query_cmdline"),
                FunctionDescriptor.of(
                    ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
    WriteGuard.install(arguments[0]);
    try (Arena arena = Arena.ofConfined()) {
      int count = arguments.length;
      MemorySegment argv = arena.allocate(ValueLayout.ADDRESS, count + 1L);
      argv.setAtIndex(ValueLayout.ADDRESS, 0, arena.allocateFrom("clickhouse"));
      for (int i = 1; i < count; i++) {
        argv.setAtIndex(ValueLayout.ADDRESS, i, arena.allocateFrom(arguments[i]));
      }
      MemorySegment result = (MemorySegment) main.invokeExact(count, argv);
      System.exit(MemorySegment.NULL.equals(result) ? 1 : 0);
    }
  }
}
