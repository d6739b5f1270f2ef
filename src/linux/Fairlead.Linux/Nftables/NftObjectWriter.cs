using System.Text;
using Fairlead.Linux.Netlink;
using Fairlead.Model.Nftables;

namespace Fairlead.Linux.Nftables;

/// <summary>Tables, chains, rules and sets to octets.</summary>
internal static class NftObjectWriter
{
    // libnftnl udata.h: NFTNL_UDATA_RULE_COMMENT
    private const byte CommentTag = 0;

    public static void NewTable(NetlinkBatch batch, NftTableKey table, NftTableFlags flags)
    {
        NftMessage.Begin(batch, NftMessage.NewTable, table.Family, MessageFlags.Create);
        batch.Attribute(1, table.Name);
        batch.AttributeBigEndian(2, (uint)flags);
        batch.EndMessage();
    }

    public static void DeleteTable(NetlinkBatch batch, NftTableKey table)
    {
        NftMessage.Begin(batch, NftMessage.DeleteTable, table.Family, MessageFlags.None);
        batch.Attribute(1, table.Name);
        batch.EndMessage();
    }

    public static void NewChain(NetlinkBatch batch, NftTableKey table, string name, NftHook? hook)
    {
        NftMessage.Begin(batch, NftMessage.NewChain, table.Family, MessageFlags.Create);
        batch.Attribute(1, table.Name);
        batch.Attribute(3, name);
        if (hook is not null)
        {
            var nested = batch.BeginNested(4);
            batch.AttributeBigEndian(1, hook.Hook);
            batch.AttributeBigEndian(2, (uint)hook.Priority);
            if (hook.Device is { } device)
            {
                batch.Attribute(3, device);
            }

            batch.EndNested(nested);
            batch.AttributeBigEndian(5, (uint)hook.Policy);
            batch.Attribute(7, hook.Type);
        }

        batch.EndMessage();
    }

    /// <summary>The policy of a base chain that is there; rules and counters stay. Without a hook the kernel makes no chain.</summary>
    public static void SetPolicy(NetlinkBatch batch, NftTableKey table, string chain, NftVerdictKind policy)
    {
        NftMessage.Begin(batch, NftMessage.NewChain, table.Family, MessageFlags.None);
        batch.Attribute(1, table.Name);
        batch.Attribute(3, chain);
        batch.AttributeBigEndian(5, (uint)policy);
        batch.EndMessage();
    }

    public static void DeleteChain(NetlinkBatch batch, NftTableKey table, string name)
    {
        NftMessage.Begin(batch, NftMessage.DeleteChain, table.Family, MessageFlags.None);
        batch.Attribute(1, table.Name);
        batch.Attribute(3, name);
        batch.EndMessage();
    }

    public static void NewRule(NetlinkBatch batch, NftTableKey table, string chain, NftRuleBody rule)
    {
        NftMessage.Begin(batch, NftMessage.NewRule, table.Family, MessageFlags.Create | MessageFlags.Append);
        batch.Attribute(1, table.Name);
        batch.Attribute(2, chain);
        var expressions = batch.BeginNested(4);
        foreach (var expression in rule.Expressions)
        {
            NftExpressionWriter.Write(batch, expression);
        }

        batch.EndNested(expressions);
        if (rule.Comment.Length > 0)
        {
            var comment = Encoding.UTF8.GetBytes(rule.Comment + "\0");
            batch.Attribute(7, [CommentTag, (byte)comment.Length, .. comment]);
        }

        batch.EndMessage();
    }

    /// <summary>Removes all rules of a chain.</summary>
    public static void FlushChain(NetlinkBatch batch, NftTableKey table, string chain)
    {
        NftMessage.Begin(batch, NftMessage.DeleteRule, table.Family, MessageFlags.None);
        batch.Attribute(1, table.Name);
        batch.Attribute(2, chain);
        batch.EndMessage();
    }

    public static void NewSet(NetlinkBatch batch, NftSet set, uint id)
    {
        NftMessage.Begin(batch, NftMessage.NewSet, set.Key.Table.Family, MessageFlags.Create);
        batch.Attribute(1, set.Key.Table.Name);
        batch.Attribute(2, set.Key.Name);
        batch.AttributeBigEndian(3, (uint)set.Flags);
        batch.AttributeBigEndian(4, NftType.NumberOf(set.KeyType));
        batch.AttributeBigEndian(5, (uint)set.KeyLength);
        if (set.DataType.Count > 0)
        {
            batch.AttributeBigEndian(6, NftType.NumberOf(set.DataType));
            batch.AttributeBigEndian(7, (uint)set.DataLength);
        }

        // The kernel wants both or neither; without them it does not know where the fields of a key end, and need not.
        if ((set.Flags & NftSetFlags.Concatenation) != 0)
        {
            WriteFields(batch, set);
        }

        batch.AttributeBigEndian(10, id);
        batch.EndMessage();
    }

    public static void DeleteSet(NetlinkBatch batch, NftTableKey table, string name)
    {
        NftMessage.Begin(batch, NftMessage.DeleteSet, table.Family, MessageFlags.None);
        batch.Attribute(1, table.Name);
        batch.Attribute(2, name);
        batch.EndMessage();
    }

    // NFTA_SET_DESC { NFTA_SET_DESC_CONCAT { elem { NFTA_SET_FIELD_LEN } … } }
    private static void WriteFields(NetlinkBatch batch, NftSet set)
    {
        var description = batch.BeginNested(9);
        var fields = batch.BeginNested(2);
        foreach (var field in set.KeyType)
        {
            var element = batch.BeginNested(1);
            batch.AttributeBigEndian(1, (uint)field.Length);
            batch.EndNested(element);
        }

        batch.EndNested(fields);
        batch.EndNested(description);
    }
}
