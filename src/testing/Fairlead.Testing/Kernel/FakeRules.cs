using Fairlead.Linux.Interop;
using Fairlead.Linux.Netlink;

namespace Fairlead.Testing.Kernel;

/// <summary>Policy rules with mark and table, and those that every namespace is born with.</summary>
internal sealed class FakeRules(FakeNamespace netns)
{
    private const ushort Message = 32;
    private const ushort GoneMessage = 33;
    private const int HeaderLength = 12;

    // FR_ACT_TO_TBL
    private const byte ToTable = 1;

    // RT_TABLE_LOCAL, _MAIN and _DEFAULT; the last is IPv4's alone. RTPROT_KERNEL
    private readonly List<FakeRule> _rules =
    [
        new(false, 0, 255, 0, 0, 2), new(false, 32766, 254, 0, 0, 2), new(false, 32767, 253, 0, 0, 2),
        new(true, 0, 255, 0, 0, 2), new(true, 32766, 254, 0, 0, 2),
    ];

    public IEnumerable<byte[]> All(byte family) =>
        _rules.Where(rule => FakeFamily.IsAsked(family, rule.IsV6)).OrderBy(rule => rule.Priority).Select(rule => Describe(rule, Message));

    public int New(FakeRequest request)
    {
        var wish = Read(request, out var errno);
        if (errno != 0)
        {
            return errno;
        }

        if (request.Has(MessageFlags.Exclusive) && _rules.Contains(wish))
        {
            return Errno.EEXIST;
        }

        _rules.Add(wish);
        Tell(wish, Message, request.Port);
        return 0;
    }

    public int Delete(FakeRequest request)
    {
        var wish = Read(request, out var errno);
        if (errno != 0)
        {
            return errno;
        }

        if (!_rules.Remove(wish))
        {
            return Errno.ENOENT;
        }

        Tell(wish, GoneMessage, request.Port);
        return 0;
    }

    private static FakeRule Read(FakeRequest request, out int errno)
    {
        var header = request.Header(HeaderLength);
        var rule = new FakeRule(header[0] == FakeFamily.Of(true), 0, header[4], 0, 0, 0);
        var (unknown, masked) = (header[7] != ToTable || header[1] != 0 || header[2] != 0 || header[3] != 0, false);
        foreach (var attribute in request.Message.Attributes(HeaderLength))
        {
            switch (attribute.Type)
            {
                case 6:
                    rule = rule with { Priority = attribute.U32 };
                    break;
                case 10:
                    rule = rule with { Mark = attribute.U32 };
                    break;
                case 15:
                    rule = rule with { Table = attribute.U32 };
                    break;
                case 16:
                    (rule, masked) = (rule with { Mask = attribute.U32 }, true);
                    break;
                case 21:
                    rule = rule with { Protocol = attribute.U8 };
                    break;
                default:
                    unknown = true;
                    break;
            }
        }

        // The kernel chooses a priority where none is given; we never leave it to it.
        errno = unknown || rule.Priority == 0 ? Errno.EOPNOTSUPP : 0;
        return rule.Mark != 0 && !masked ? rule with { Mask = uint.MaxValue } : rule;
    }

    // RTNLGRP_IPV4_RULE, RTNLGRP_IPV6_RULE
    private void Tell(FakeRule rule, ushort type, uint port) => netns.Notify(rule.IsV6 ? 19 : 8, Describe(rule, type), port);

    private static byte[] Describe(FakeRule rule, ushort type) => FakeMessage.Build(type, batch =>
    {
        var header = batch.Reserve(HeaderLength);
        header[0] = FakeFamily.Of(rule.IsV6);
        header[4] = rule.Table < 256 ? (byte)rule.Table : (byte)0;
        header[7] = ToTable;
        batch.Attribute(15, rule.Table);
        if (rule.Priority != 0)
        {
            batch.Attribute(6, rule.Priority);
        }

        if (rule.Mask != 0)
        {
            batch.Attribute(10, rule.Mark);
            batch.Attribute(16, rule.Mask);
        }

        batch.Attribute(21, rule.Protocol);
    });
}

internal sealed record FakeRule(bool IsV6, uint Priority, uint Table, uint Mark, uint Mask, byte Protocol);
