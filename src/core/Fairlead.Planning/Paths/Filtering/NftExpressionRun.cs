using System.Buffers.Binary;
using Fairlead.Model.Addresses;
using Fairlead.Model.Nftables;

namespace Fairlead.Planning.Paths.Filtering;

/// <summary>
/// Runs the expressions of one rule on registers, as nft_do_chain of net/netfilter/nf_tables_core.c does.
/// </summary>
internal sealed class NftExpressionRun(RulesetIndex ruleset, NftTableKey table, PacketContext context)
{
    // Statements that watch and change nothing.
    private static readonly HashSet<string> Watching = ["log", "counter", "last"];

    private readonly NftRegisters _registers = new();

    /// <summary>Set by `reject`.</summary>
    public NftReject? Reject { get; private set; }

    /// <summary>Set by `dnat`, `snat` and `masquerade`.</summary>
    public bool IsTranslated { get; private set; }

    /// <returns>What the rule decides; null where an expression did not match, or none decides.</returns>
    /// <exception cref="NftDoubtException">An expression does what nobody can foresee.</exception>
    public NftVerdict? Run(NftRule rule)
    {
        foreach (var expression in rule.Expressions)
        {
            if (expression is NftImmediateVerdict immediate)
            {
                return immediate.Verdict;
            }

            if (expression is NftLookup { Destination: NftExpression.VerdictRegister } map)
            {
                return Element(map)?.Verdict;
            }

            if (!GoesOn(expression))
            {
                return null;
            }

            if (Reject is not null || IsTranslated)
            {
                return Reject is null ? NftVerdict.Accept : NftVerdict.Drop;
            }
        }

        return null;
    }

    private bool GoesOn(NftExpression expression) => expression switch
    {
        NftMeta meta => Load(meta.Destination, NftLoads.Meta(meta.Key, context)),
        NftConntrack conntrack => Load(conntrack.Destination, NftLoads.Conntrack(conntrack.Key, context.Tracking)),
        NftFib fib => Load(fib.Destination, NftLoads.Fib(fib, context)),
        NftImmediate immediate => Load(immediate.Destination, immediate.Value),
        NftPayload payload => Payload(payload),
        NftCompare compare => Compare(compare),
        NftRange range => Within(range) != range.Inverted,
        NftBitwise bitwise => Bitwise(bitwise),
        NftByteOrder order => Reorder(order),
        NftLookup lookup => LookUp(lookup),
        NftMetaSet set => SetMeta(set),
        NftConntrackSet set => SetConntrack(set),
        NftNat nat => Translate(nat),
        NftMasquerade => Masquerade(),
        NftReject reject => Refuse(reject),
        NftCounter => true,
        NftUnknown { Name: var name } when Watching.Contains(name) => true,
        NftUnknown { Name: "match", Attributes: var attributes } when IsComment(attributes) => true,
        NftUnknown unknown => throw new NftDoubtException($"'{unknown.Name}'"),
        _ => throw new NftDoubtException($"'{expression.GetType().Name}'"),
    };

    private bool Load(uint register, ByteString? value)
    {
        if (value is { } known)
        {
            _registers.Write(register, known.Span);
        }

        return value is not null;
    }

    private bool Payload(NftPayload payload)
    {
        if (!context.TryRead(payload.Base, payload.Offset, payload.Length, out var octets))
        {
            return false;
        }

        _registers.Write(payload.Destination, octets);
        return true;
    }

    private bool Compare(NftCompare compare)
    {
        var order = _registers.Read(compare.Source, compare.Value.Length).SequenceCompareTo(compare.Value.Span);
        return compare.Comparison switch
        {
            NftComparison.Equal => order == 0,
            NftComparison.NotEqual => order != 0,
            NftComparison.Less => order < 0,
            NftComparison.LessOrEqual => order <= 0,
            NftComparison.Greater => order > 0,
            _ => order >= 0,
        };
    }

    private bool Within(NftRange range)
    {
        var value = _registers.Read(range.Source, range.From.Length);
        return value.SequenceCompareTo(range.From.Span) >= 0 && value.SequenceCompareTo(range.To.Span) <= 0;
    }

    private bool Bitwise(NftBitwise bitwise)
    {
        var value = _registers.Read(bitwise.Source, (int)bitwise.Length).ToArray();
        for (var i = 0; i < value.Length; i++)
        {
            value[i] = (byte)((value[i] & bitwise.Mask.Span[i]) ^ bitwise.Xor.Span[i]);
        }

        _registers.Write(bitwise.Destination, value);
        return true;
    }

    // Both operations turn the octets of each unit round, on a little-endian machine.
    private bool Reorder(NftByteOrder order)
    {
        var value = _registers.Read(order.Source, (int)order.Length).ToArray();
        foreach (var unit in value.Chunk((int)order.Size).Index())
        {
            unit.Item.Reverse().ToArray().CopyTo(value, unit.Index * (int)order.Size);
        }

        _registers.Write(order.Destination, value);
        return true;
    }

    private bool LookUp(NftLookup lookup)
    {
        var element = Element(lookup);
        if (lookup.Destination is { } destination)
        {
            return Load(destination, element?.Data);
        }

        return element is null == lookup.Inverted;
    }

    private NftElement? Element(NftLookup lookup)
    {
        var set = ruleset.FindSet(new NftName(table, lookup.Set)) ?? throw new NftDoubtException($"set {lookup.Set}, which was not read");
        return set.Find(_registers.Value(lookup.Source, set.KeyLength));
    }

    private bool SetMeta(NftMetaSet set)
    {
        if (set.Key == NftMetaKey.Mark)
        {
            context.Packet = context.Packet with { Mark = Number(set.Source) };
        }

        return true;
    }

    private bool SetConntrack(NftConntrackSet set)
    {
        if (set.Key == NftConntrackKey.Mark && context.Tracking is { } tracking)
        {
            tracking.Mark = Number(set.Source);
        }

        return true;
    }

    private uint Number(uint register) => BinaryPrimitives.ReadUInt32LittleEndian(_registers.Read(register, 4));

    private bool Translate(NftNat nat)
    {
        const uint destination = 1;
        var v6 = context.Packet.IsV6;
        var isDestination = nat.Type == destination;
        var address = nat.AddressRegister is { } at
            ? InetAddress.FromBytes(_registers.Read(at, v6 ? 16 : 4))
            : isDestination ? context.Packet.Destination : context.Packet.Source;
        var port = nat.PortRegister is { } where
            ? BinaryPrimitives.ReadUInt16BigEndian(_registers.Read(where, 2))
            : isDestination ? context.Packet.DestinationPort : context.Packet.SourcePort;
        return Become(isDestination, address, port);
    }

    private bool Masquerade() => context.MasqueradeAddress(context.NextHop) is { } address && Become(false, address, context.Packet.SourcePort);

    private bool Become(bool isDestination, InetAddress address, ushort port)
    {
        if (context.Tracking is not { } tracking)
        {
            return false;
        }

        IsTranslated = true;
        if (isDestination)
        {
            tracking.NewDestination = (address, port);
            context.Packet = context.Packet with { Destination = address, DestinationPort = port };
        }
        else
        {
            tracking.NewSource = (address, port);
            context.Packet = context.Packet with { Source = address, SourcePort = port };
        }

        return true;
    }

    private bool Refuse(NftReject reject)
    {
        Reject = reject;
        return true;
    }

    // NFTA_MATCH_NAME is the first attribute: length, type 1, and the name as iptables-nft wrote it.
    private static bool IsComment(ByteString attributes) =>
        attributes.Length >= 11 && attributes.Span[4..].StartsWith("comment"u8);
}
