using System.Text;
using Fairlead.Linux.Netlink;
using Fairlead.Model.Nftables;

namespace Fairlead.Linux.Nftables;

/// <summary>Tables, chains, rules and sets from octets.</summary>
internal static class NftObjectReader
{
    public static NftTable Table(NetlinkMessage message)
    {
        var (name, flags) = ("", 0u);
        foreach (var attribute in message.Attributes(NftMessage.HeaderLength))
        {
            switch (attribute.Type)
            {
                case 1:
                    name = attribute.Text;
                    break;
                case 2:
                    flags = attribute.U32BigEndian;
                    break;
            }
        }

        return new NftTable(new NftTableKey(FamilyOf(message), name), (NftTableFlags)flags);
    }

    public static NftChain Chain(NetlinkMessage message)
    {
        var (table, name, type, policy) = ("", "", "", 1u);
        (uint Number, int Priority, string? Device)? hook = null;
        foreach (var attribute in message.Attributes(NftMessage.HeaderLength))
        {
            switch (attribute.Type)
            {
                case 1:
                    table = attribute.Text;
                    break;
                case 3:
                    name = attribute.Text;
                    break;
                case 4:
                    hook = Hook(attribute);
                    break;
                case 5:
                    policy = attribute.U32BigEndian;
                    break;
                case 7:
                    type = attribute.Text;
                    break;
            }
        }

        return new NftChain(
            new NftName(new NftTableKey(FamilyOf(message), table), name),
            hook is { } at ? new NftHook(type, at.Number, at.Priority, (NftVerdictKind)policy, at.Device) : null);
    }

    /// <summary>The position is the caller's to count.</summary>
    public static NftRule Rule(NetlinkMessage message)
    {
        var (table, chain, handle, comment) = ("", "", 0ul, "");
        var expressions = new List<NftExpression>();
        foreach (var attribute in message.Attributes(NftMessage.HeaderLength))
        {
            switch (attribute.Type)
            {
                case 1:
                    table = attribute.Text;
                    break;
                case 2:
                    chain = attribute.Text;
                    break;
                case 3:
                    handle = attribute.U64BigEndian;
                    break;
                case 4:
                    foreach (var element in attribute.Nested)
                    {
                        expressions.Add(NftExpressionReader.Read(element));
                    }

                    break;
                case 7:
                    comment = Comment(attribute.Value);
                    break;
            }
        }

        var key = comment.Length > 0 ? comment : $"handle {handle}";
        return new NftRule(new NftName(new NftTableKey(FamilyOf(message), table), chain), key, 0, EquatableList.Create<NftExpression>(expressions.ToArray())) { Handle = handle };
    }

    public static NftSet Set(NetlinkMessage message)
    {
        var (table, name, flags, keyType, keyLength, dataType, dataLength) = ("", "", 0u, 0u, 0u, 0u, 0u);
        foreach (var attribute in message.Attributes(NftMessage.HeaderLength))
        {
            switch (attribute.Type)
            {
                case 1:
                    table = attribute.Text;
                    break;
                case 2:
                    name = attribute.Text;
                    break;
                case 3:
                    flags = attribute.U32BigEndian;
                    break;
                case 4:
                    keyType = attribute.U32BigEndian;
                    break;
                case 5:
                    keyLength = attribute.U32BigEndian;
                    break;
                case 6:
                    dataType = attribute.U32BigEndian;
                    break;
                case 7:
                    dataLength = attribute.U32BigEndian;
                    break;
            }
        }

        var hasData = ((NftSetFlags)flags & NftSetFlags.Map) != 0;
        return new NftSet
        {
            Key = new NftName(new NftTableKey(FamilyOf(message), table), name),
            Flags = (NftSetFlags)flags,
            KeyType = NftTypes.Fields(keyType, (int)keyLength),
            DataType = hasData ? NftTypes.Fields(dataType, (int)dataLength) : [],
        };
    }

    public static NftName SetOf(NetlinkMessage message)
    {
        var (table, name) = ("", "");
        foreach (var attribute in message.Attributes(NftMessage.HeaderLength))
        {
            if (attribute.Type == 1)
            {
                table = attribute.Text;
            }
            else if (attribute.Type == 2)
            {
                name = attribute.Text;
            }
        }

        return new NftName(new NftTableKey(FamilyOf(message), table), name);
    }

    private static NftFamily FamilyOf(NetlinkMessage message) => (NftFamily)message.Header(NftMessage.HeaderLength)[0];

    private static (uint, int, string?) Hook(NetlinkAttribute hook)
    {
        var (number, priority, device) = (0u, 0, (string?)null);
        foreach (var attribute in hook.Nested)
        {
            switch (attribute.Type)
            {
                case 1:
                    number = attribute.U32BigEndian;
                    break;
                case 2:
                    priority = (int)attribute.U32BigEndian;
                    break;
                case 3:
                    device = attribute.Text;
                    break;
            }
        }

        return (number, priority, device);
    }

    // libnftnl udata: tag (1), length (1), value; tag 0 of a rule is its comment.
    private static string Comment(ReadOnlySpan<byte> userdata)
    {
        while (userdata.Length >= 2 && userdata.Length >= 2 + userdata[1])
        {
            if (userdata[0] == 0)
            {
                return Encoding.UTF8.GetString(userdata.Slice(2, userdata[1]).TrimEnd((byte)0));
            }

            userdata = userdata[(2 + userdata[1])..];
        }

        return "";
    }
}
