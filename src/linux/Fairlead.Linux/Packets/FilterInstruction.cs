using System.Runtime.InteropServices;

namespace Fairlead.Linux.Packets;

/// <summary>
/// One instruction of a classic BPF program: struct sock_filter of include/uapi/linux/filter.h. Unlike bpf(2), a user namespace may
/// attach these to its sockets.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct FilterInstruction(ushort Code, byte IfTrue, byte IfFalse, uint Operand)
{
    /// <summary>BPF_LD | BPF_H | BPF_ABS: two octets of the frame, big endian, into the accumulator.</summary>
    public static FilterInstruction LoadHalf(uint offset) => new(0x28, 0, 0, offset);

    /// <summary>BPF_LD | BPF_B | BPF_ABS.</summary>
    public static FilterInstruction LoadOctet(uint offset) => new(0x30, 0, 0, offset);

    /// <summary>BPF_JMP | BPF_JEQ | BPF_K: goes on where it is equal, else leaps so many instructions.</summary>
    public static FilterInstruction ElseSkip(uint value, byte instructions) => new(0x15, 0, instructions, value);

    /// <summary>BPF_RET | BPF_K: so many octets of the frame are taken; 0 for none of it.</summary>
    public static FilterInstruction Take(uint octets) => new(0x06, 0, 0, octets);
}
