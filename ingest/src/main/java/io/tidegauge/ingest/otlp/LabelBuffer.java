package io.tidegauge.ingest.otlp;

import java.util.Arrays;

/**
 * The labels of the series that is being translated: those of the resource, then of the scope, then
 * of the data point, each level taken back when it ends. Always sorted by the bytes of the names;
 * values with conflicting names are joined. Allocates only when it grows. Not thread-safe.
 *
 * <p>Specification: Prometheus and OpenMetrics Compatibility, section Metric Attributes: keys that
 * become the same label name have their values joined with {@code ;}, in the order of the original
 * keys. The same original key on two levels is no such conflict: the inner level wins.
 */
final class LabelBuffer {

  /** Of a name or value that the reader has no number for yet. */
  static final int UNKNOWN_SYMBOL = -1;

  private static final int FIELDS = 8;
  private static final int NAME = 0;
  private static final int NAME_END = 1;
  private static final int KEY = 2;
  private static final int KEY_END = 3;
  private static final int VALUE = 4;
  private static final int VALUE_END = 5;
  private static final int NAME_SYMBOL = 6;
  private static final int VALUE_SYMBOL = 7;

  private final ByteArena arena = new ByteArena();
  private int[] entries = new int[FIELDS * 64];
  private int size;
  private int[] order = new int[64];
  private int ordered;
  private int conflicts;
  private int[] view = new int[64];
  private int viewSize;
  private int open;

  /** Where texts of the labels may be written between {@link #begin} and {@link #end}. */
  ByteArena arena() {
    return arena;
  }

  /** The array that holds all names and values. */
  byte[] array() {
    return arena.array();
  }

  void clear() {
    arena.truncate(0);
    size = 0;
    ordered = 0;
    conflicts = 0;
  }

  /** How many entries there are; give it to {@link #truncate} together with the arena's size. */
  int size() {
    return size;
  }

  /** Takes back the entries and the bytes of an inner level. */
  void truncate(int newSize, int arenaSize) {
    if (newSize != size) {
      size = newSize;
      int kept = 0;
      for (int i = 0; i < ordered; i++) {
        if (order[i] < newSize) {
          order[kept++] = order[i];
        }
      }
      ordered = kept;
      if (conflicts > 0) {
        countConflicts();
      }
    }
    arena.truncate(arenaSize);
  }

  /**
   * Starts a label from an attribute's key, which is sanitised; its value is what is written to the
   * arena until {@link #end}.
   */
  void begin(String prefix, byte[] key, int offset, int length) {
    open = newEntry();
    entries[open + NAME] = arena.size();
    arena.appendAscii(prefix);
    Names.label(key, offset, length, arena);
    entries[open + NAME_END] = arena.size();
    entries[open + KEY] = arena.size();
    arena.append(key, offset, length);
    entries[open + KEY_END] = arena.size();
    entries[open + VALUE] = arena.size();
  }

  /** Starts a label whose name needs no sanitising; {@code key} decides the order in conflicts. */
  void begin(String name, String key) {
    open = newEntry();
    entries[open + NAME] = arena.size();
    arena.appendAscii(name);
    entries[open + NAME_END] = arena.size();
    entries[open + KEY] = arena.size();
    arena.appendAscii(key);
    entries[open + KEY_END] = arena.size();
    entries[open + VALUE] = arena.size();
  }

  /** Whether the open label's name is the given one. */
  boolean openNameIs(String name) {
    return entries[open + NAME_END] - entries[open + NAME] == name.length()
        && arena.matches(entries[open + NAME], name);
  }

  /** Gives the open label another name of ASCII characters. Before its value is written. */
  void renameOpen(String name) {
    entries[open + NAME] = arena.size();
    arena.appendAscii(name);
    entries[open + NAME_END] = arena.size();
    entries[open + VALUE] = arena.size();
  }

  /** Forgets the open label. */
  void drop() {
    arena.truncate(Math.min(entries[open + NAME], entries[open + KEY]));
    size--;
  }

  /** Ends the open label. One with an empty value does not exist (Prometheus' data model). */
  void end() {
    entries[open + VALUE_END] = arena.size();
    if (entries[open + VALUE] == arena.size()) {
      drop();
    } else {
      insert(size - 1);
    }
  }

  /** Adds a label whose value is set later by {@link #setValue}; gives its handle. */
  int slot(String name) {
    begin(name, name);
    entries[open + VALUE_END] = arena.size();
    insert(size - 1);
    return size - 1;
  }

  /** Sets a slot's value to a part of the arena. */
  void setValue(int slot, int start, int end) {
    entries[FIELDS * slot + VALUE] = start;
    entries[FIELDS * slot + VALUE_END] = end;
    entries[FIELDS * slot + VALUE_SYMBOL] = UNKNOWN_SYMBOL;
  }

  /** Makes the labels readable: sorted, each name once. To be called after the last change. */
  void resolve() {
    if (conflicts == 0) {
      view = ensure(view, ordered);
      System.arraycopy(order, 0, view, 0, ordered);
      viewSize = ordered;
    } else {
      join();
    }
  }

  /** How many labels there are, {@code __name__} among them. */
  int count() {
    return viewSize;
  }

  int nameStart(int i) {
    return entries[FIELDS * view[i] + NAME];
  }

  int nameEnd(int i) {
    return entries[FIELDS * view[i] + NAME_END];
  }

  int valueStart(int i) {
    return entries[FIELDS * view[i] + VALUE];
  }

  int valueEnd(int i) {
    return entries[FIELDS * view[i] + VALUE_END];
  }

  /** What {@link #symbols} said of the i-th label's name; {@link #UNKNOWN_SYMBOL} if nothing. */
  int nameSymbol(int i) {
    return entries[FIELDS * view[i] + NAME_SYMBOL];
  }

  /** What {@link #symbols} said of the i-th label's value, likewise. */
  int valueSymbol(int i) {
    return entries[FIELDS * view[i] + VALUE_SYMBOL];
  }

  /** Remembers the reader's numbers for a name and a value, as long as they are the same. */
  void symbols(int i, int name, int value) {
    entries[FIELDS * view[i] + NAME_SYMBOL] = name;
    entries[FIELDS * view[i] + VALUE_SYMBOL] = value;
  }

  private int newEntry() {
    entries = ensure(entries, FIELDS * (size + 1));
    int entry = FIELDS * size++;
    entries[entry + NAME_SYMBOL] = UNKNOWN_SYMBOL;
    entries[entry + VALUE_SYMBOL] = UNKNOWN_SYMBOL;
    return entry;
  }

  private void insert(int entry) {
    order = ensure(order, ordered + 1);
    int at = ordered++;
    while (at > 0) {
      int byName = compare(order[at - 1], entry, NAME, NAME_END);
      if (byName < 0) {
        break;
      }
      if (byName == 0) {
        conflicts++;
        if (compare(order[at - 1], entry, KEY, KEY_END) <= 0) {
          break;
        }
      }
      order[at] = order[at - 1];
      at--;
    }
    order[at] = entry;
  }

  /** Rare: builds the view with one entry for each name. */
  private void join() {
    viewSize = 0;
    int i = 0;
    while (i < ordered) {
      int end = i + 1;
      while (end < ordered && compare(order[i], order[end], NAME, NAME_END) == 0) {
        end++;
      }
      view = ensure(view, viewSize + 1);
      view[viewSize++] = end == i + 1 ? order[i] : joined(i, end);
      i = end;
    }
  }

  private int joined(int from, int to) {
    int entry = newEntry() / FIELDS;
    entries[FIELDS * entry + NAME] = entries[FIELDS * order[from] + NAME];
    entries[FIELDS * entry + NAME_END] = entries[FIELDS * order[from] + NAME_END];
    int start = arena.size();
    for (int i = from; i < to; i++) {
      if (i + 1 < to && compare(order[i], order[i + 1], KEY, KEY_END) == 0) {
        continue; // the same key again: the inner, later one wins
      }
      if (arena.size() > start) {
        arena.append((byte) ';');
      }
      int of = FIELDS * order[i];
      arena.appendOwn(entries[of + VALUE], entries[of + VALUE_END]);
    }
    entries[FIELDS * entry + VALUE] = start;
    entries[FIELDS * entry + VALUE_END] = arena.size();
    return entry;
  }

  private void countConflicts() {
    conflicts = 0;
    for (int i = 1; i < ordered; i++) {
      if (compare(order[i - 1], order[i], NAME, NAME_END) == 0) {
        conflicts++;
      }
    }
  }

  private int compare(int a, int b, int start, int end) {
    byte[] bytes = arena.array();
    return Arrays.compareUnsigned(
        bytes,
        entries[FIELDS * a + start],
        entries[FIELDS * a + end],
        bytes,
        entries[FIELDS * b + start],
        entries[FIELDS * b + end]);
  }

  private static int[] ensure(int[] array, int needed) {
    return array.length >= needed
        ? array
        : Arrays.copyOf(array, Math.max(array.length * 2, needed));
  }
}
