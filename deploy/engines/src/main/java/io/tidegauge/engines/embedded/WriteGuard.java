package io.tidegauge.engines.embedded;

import java.io.IOException;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Ends this process at the first write of ClickHouse's library that fails for want of space or a
 * broken disk.
 *
 * <p>The library differs from the ClickHouse server in one thing: where {@code write} fails, it
 * breaks off without an error. An insert into a full disk is acknowledged and its rows are gone,
 * and a merge replaces good parts by an empty one. A process that ends has acknowledged nothing,
 * and leaves temporary parts only, which the next start removes.
 *
 * <p>In the place of {@code write} the library's import slots get the address of a few instructions
 * that make the system call themselves. x86-64 Linux only, as the library is.
 */
final class WriteGuard {

  /** The exit code, {@code EX_IOERR} of sysexits.h. */
  static final int EXIT_CODE = 74;

  private static final String MESSAGE =
      "A write to the disk failed: no space is left, or the disk is broken. ClickHouse ends here, so"
          + " that nothing counts as written that is not.\n";

  private static final int PAGE = 4096;
  private static final int READ_WRITE = 3;
  private static final int READ_EXECUTE = 5;
  private static final int PRIVATE_ANONYMOUS = 0x22;
  private static final AddressLayout POINTER = ValueLayout.ADDRESS;

  private final Linker linker = Linker.nativeLinker();

  private WriteGuard() {}

  /**
   * Puts the guard in; before the library does anything.
   *
   * @param library its file, which is loaded
   */
  static void install(String library) throws Throwable {
    new WriteGuard().guard(library);
  }

  private void guard(String library) throws Throwable {
    long[] slots = ImportSlots.of(library, "write");
    if (slots.length == 0) {
      throw new IOException(library + " does not import 'write': it cannot be guarded");
    }
    MemorySegment code = code(linker.defaultLookup().findOrThrow("write").address());
    for (long slot : slots) {
      MemorySegment page = MemorySegment.ofAddress(slot & -PAGE).reinterpret(2 * PAGE);
      protect(page, PAGE, READ_WRITE);
      page.set(POINTER, slot % PAGE, code);
    }
  }

  /** The instructions, in memory that may be run. */
  private MemorySegment code(long originalWrite) throws Throwable {
    MethodHandle map =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("mmap"),
            FunctionDescriptor.of(
                POINTER,
                POINTER,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG));
    MemorySegment page =
        (MemorySegment)
            map.invokeExact(MemorySegment.NULL, (long) PAGE, READ_WRITE, PRIVATE_ANONYMOUS, -1, 0L);
    if (page.address() == -1) {
      throw new IOException("Cannot get memory for the guard");
    }
    byte[] instructions = instructions(originalWrite);
    MemorySegment.copy(
        instructions, 0, page.reinterpret(PAGE), ValueLayout.JAVA_BYTE, 0, instructions.length);
    protect(page, PAGE, READ_EXECUTE);
    return page;
  }

  private void protect(MemorySegment page, long size, int protection) throws Throwable {
    MethodHandle protect =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("mprotect"),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT, POINTER, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));
    if ((int) protect.invokeExact(page, size, protection) != 0) {
      throw new IOException("Cannot change the protection of memory for the guard");
    }
  }

  /**
   * {@code write(fd, bytes, size)}. Errors that are no fault of the disk, and those of the standard
   * streams, are left to the original, which is called once more and sets {@code errno}.
   */
  private static byte[] instructions(long originalWrite) {
    byte[] message = MESSAGE.getBytes(StandardCharsets.UTF_8);
    ByteBuffer code = ByteBuffer.allocate(PAGE).order(ByteOrder.LITTLE_ENDIAN);
    int plain = 42;
    int die = plain + 12;
    int text = die + 36;
    code.put(bytes(0x83, 0xff, 0x02)); //              cmp  edi, 2
    jump(code, 0x76, plain); //                        jbe  plain
    code.put(bytes(0xb8, 1, 0, 0, 0)); //              mov  eax, SYS_write
    code.put(bytes(0x0f, 0x05)); //                    syscall
    for (int error : new int[] {-28, -122, -27, -5}) { // ENOSPC, EDQUOT, EFBIG, EIO
      code.put(bytes(0x48, 0x83, 0xf8, error)); //     cmp  rax, error
      jump(code, 0x74, die); //                        je   die
    }
    code.put(bytes(0x48, 0x85, 0xc0)); //              test rax, rax
    jump(code, 0x78, plain); //                        js   plain
    code.put(bytes(0xc3)); //                          ret
    at(code, plain);
    code.put(bytes(0x48, 0xb8)).putLong(originalWrite); // mov rax, originalWrite
    code.put(bytes(0xff, 0xe0)); //                    jmp  rax
    at(code, die);
    code.put(bytes(0xbf, 2, 0, 0, 0)); //              mov  edi, 2
    code.put(bytes(0x48, 0x8d, 0x35)); //              lea  rsi, [rip + text]
    code.putInt(text - code.position() - Integer.BYTES);
    code.put(bytes(0xba)).putInt(message.length); //   mov  edx, length
    code.put(bytes(0xb8, 1, 0, 0, 0)); //              mov  eax, SYS_write
    code.put(bytes(0x0f, 0x05)); //                    syscall
    code.put(bytes(0xbf)).putInt(EXIT_CODE); //        mov  edi, EXIT_CODE
    code.put(bytes(0xb8, 231, 0, 0, 0)); //            mov  eax, SYS_exit_group
    code.put(bytes(0x0f, 0x05)); //                    syscall
    at(code, text);
    code.put(message);
    return Arrays.copyOf(code.array(), code.position());
  }

  private static void jump(ByteBuffer code, int opcode, int target) {
    code.put((byte) opcode);
    code.put((byte) (target - code.position() - 1));
  }

  private static void at(ByteBuffer code, int position) {
    if (code.position() != position) {
      throw new IllegalStateException(
          "instruction at " + code.position() + ", expected at " + position);
    }
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
