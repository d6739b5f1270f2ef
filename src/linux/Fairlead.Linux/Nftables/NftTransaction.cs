using Fairlead.Linux.Netlink;
using Fairlead.Model.Nftables;
using Fairlead.Reconciliation;

namespace Fairlead.Linux.Nftables;

/// <summary>
/// Changes of objects in the order in which the kernel takes them: what is referred to before what refers to it, and removals
/// the other way round.
/// </summary>
/// <param name="names">Gets what each message is about, for the error of the one that is refused.</param>
internal sealed class NftTransaction(NetlinkBatch batch, List<string> names)
{
    private uint _setId;

    public void Write(IReadOnlyList<Change<NftObjectKey, NftObjectRow>> changes)
    {
        var byKind = changes.ToLookup(change => change.Key.Kind);
        Tables(byKind[NftObjectKind.Table].Where(change => change.Desired is not null));
        foreach (var change in byKind[NftObjectKind.Chain].Where(change => change.Actual is not null))
        {
            Say(change.Key, () => NftObjectWriter.FlushChain(batch, change.Key.Table, change.Key.Name));
        }

        Removals(byKind, chains: true);
        foreach (var change in byKind[NftObjectKind.Set].Where(change => change.Desired is not null))
        {
            ReplaceSet(change);
        }

        Chains(byKind[NftObjectKind.Chain].Where(change => change.Desired is not null).ToList());
        Removals(byKind, chains: false);
    }

    private void Tables(IEnumerable<Change<NftObjectKey, NftObjectRow>> changes)
    {
        foreach (var change in changes)
        {
            Say(change.Key, () => NftObjectWriter.NewTable(batch, change.Key.Table, change.Desired!.Flags));
        }
    }

    private void ReplaceSet(Change<NftObjectKey, NftObjectRow> change)
    {
        if (change.Actual is not null)
        {
            // A set's type cannot be changed; its elements are rows of their own and are found missing at the next read.
            Say(change.Key, () => NftObjectWriter.DeleteSet(batch, change.Key.Table, change.Key.Name));
        }

        Say(change.Key, () => NftObjectWriter.NewSet(batch, change.Desired!.Set!, ++_setId));
    }

    private void Chains(List<Change<NftObjectKey, NftObjectRow>> changes)
    {
        foreach (var change in changes)
        {
            var row = change.Desired!;
            if (change.Actual is { } actual && !Equals(actual.Hook, row.Hook))
            {
                Say(change.Key, () => NftObjectWriter.DeleteChain(batch, change.Key.Table, change.Key.Name));
            }

            Say(change.Key, () => NftObjectWriter.NewChain(batch, change.Key.Table, change.Key.Name, row.Hook));
        }

        // Rules last: they jump to chains that stand behind their own in the list.
        foreach (var change in changes)
        {
            foreach (var rule in change.Desired!.Rules)
            {
                Say(change.Key, () => NftObjectWriter.NewRule(batch, change.Key.Table, change.Key.Name, rule));
            }
        }
    }

    private void Removals(ILookup<NftObjectKind, Change<NftObjectKey, NftObjectRow>> changes, bool chains)
    {
        var kinds = chains ? [NftObjectKind.Chain] : new[] { NftObjectKind.Set, NftObjectKind.Table };
        foreach (var change in kinds.SelectMany(kind => changes[kind]).Where(change => change.Desired is null))
        {
            var (kind, table, name) = change.Key;
            Say(change.Key, () =>
            {
                switch (kind)
                {
                    case NftObjectKind.Chain:
                        NftObjectWriter.DeleteChain(batch, table, name);
                        break;
                    case NftObjectKind.Set:
                        NftObjectWriter.DeleteSet(batch, table, name);
                        break;
                    default:
                        NftObjectWriter.DeleteTable(batch, table);
                        break;
                }
            });
        }
    }

    private void Say(NftObjectKey key, Action write)
    {
        write();
        names.Add(key.ToString());
    }
}
