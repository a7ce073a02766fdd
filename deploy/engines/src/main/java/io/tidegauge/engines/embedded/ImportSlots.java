package io.tidegauge.engines.embedded;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Where a shared library that is loaded keeps the addresses of the functions it imports: the
 * relocations of its dynamic section (System V ABI, chapter 5, with the x86-64 supplement).
 */
final class ImportSlots {

  private static final int PT_DYNAMIC = 2;
  private static final int DT_PLTRELSZ = 2;
  private static final int DT_STRTAB = 5;
  private static final int DT_SYMTAB = 6;
  private static final int DT_RELA = 7;
  private static final int DT_RELASZ = 8;
  private static final int DT_JMPREL = 23;
  private static final int RELA_BYTES = 24;
  private static final int SYMBOL_BYTES = 24;
  private static final int RELATIVE = 8;

  private final MemorySegment memory;
  private final long base;
  private final Map<Long, Long> dynamic = new HashMap<>();

  private ImportSlots(long base) {
    this.base = base;
    this.memory = MemorySegment.ofAddress(base).reinterpret(Long.MAX_VALUE - base);
    readDynamic();
  }

  /**
   * The addresses of the slots of one function; none where the library does not import it.
   *
   * @param library the file of a library that this process has loaded
   */
  static long[] of(String library, String function) throws IOException {
    return new ImportSlots(base(library)).find(function);
  }

  private static long base(String library) throws IOException {
    String file = Path.of(library).toRealPath().toString();
    try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
      String first =
          maps.filter(line -> line.endsWith(" " + file))
              .findFirst()
              .orElseThrow(() -> new IOException(library + " is not loaded"));
      return Long.parseUnsignedLong(first.substring(0, first.indexOf('-')), 16);
    }
  }

  private void readDynamic() {
    long headers = longAt(32);
    int count = memory.get(ValueLayout.JAVA_SHORT_UNALIGNED, 56);
    int size = memory.get(ValueLayout.JAVA_SHORT_UNALIGNED, 54);
    for (long at = headers; at < headers + (long) count * size; at += size) {
      if (intAt(at) == PT_DYNAMIC) {
        long entry = longAt(at + 16);
        for (; longAt(entry) != 0; entry += 16) {
          dynamic.put(longAt(entry), longAt(entry + 8));
        }
      }
    }
  }

  private long[] find(String function) {
    return LongStream.concat(
            slots(DT_RELA, DT_RELASZ, function), slots(DT_JMPREL, DT_PLTRELSZ, function))
        .toArray();
  }

  private LongStream slots(int table, int size, String function) {
    if (!dynamic.containsKey((long) table)) {
      return LongStream.empty();
    }
    long begin = offset(table);
    long count = dynamic.getOrDefault((long) size, 0L) / RELA_BYTES;
    return LongStream.range(0, count)
        .map(i -> begin + i * RELA_BYTES)
        .filter(at -> intAt(at + 8) != RELATIVE && isOf(function, intAt(at + 12)))
        .map(at -> base + longAt(at));
  }

  private boolean isOf(String function, int symbol) {
    long name = offset(DT_STRTAB) + intAt(offset(DT_SYMTAB) + (long) symbol * SYMBOL_BYTES);
    return symbol != 0 && function.equals(text(name));
  }

  private String text(long at) {
    return memory.getString(at, StandardCharsets.US_ASCII);
  }

  /** The loader may have put addresses in the place of offsets. */
  private long offset(int tag) {
    long value = dynamic.getOrDefault((long) tag, 0L);
    return value >= base ? value - base : value;
  }

  private int intAt(long offset) {
    return memory.get(ValueLayout.JAVA_INT_UNALIGNED, offset);
  }

  private long longAt(long offset) {
    return memory.get(ValueLayout.JAVA_LONG_UNALIGNED, offset);
  }
}
