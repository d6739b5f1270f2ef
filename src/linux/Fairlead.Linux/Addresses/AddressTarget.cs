using Fairlead.Linux.Links;
using Fairlead.Linux.Namespaces;
using Fairlead.Model.Kernel;
using Fairlead.Reconciliation;

namespace Fairlead.Linux.Addresses;

/// <summary>
/// Addresses on links. Ours bear IFA_PROTO; a kernel before 5.18 does not keep it, and there only the wished ones are known. On ENIs
/// that pods share there is to be none, so whatever is there counts.
/// </summary>
public sealed class AddressTarget(NetnsConnections connections) : ITarget<AddressRow, AddressRow>
{
    public string Name => "link-addresses";

    public Scope ScopeOf(AddressRow key, AddressRow row) => Scope.Of(row.Link);

    public IReadOnlyDictionary<AddressRow, AddressRow> Read(Scope scope, IReadOnlyDictionary<AddressRow, AddressRow> wished)
    {
        var rows = new Dictionary<AddressRow, AddressRow>();
        PerNamespace.Read(connections, scope, (netns, reader) =>
        {
            var links = reader.Links();
            var names = links.ToDictionary(link => link.Index, link => link.Name);
            var marked = netns.IsNode ? links.Where(NicTarget.IsMarked).Select(link => link.Index).ToHashSet() : [];
            foreach (var address in reader.Addresses())
            {
                var row = new AddressRow(new LinkKey(netns, names.GetValueOrDefault(address.LinkIndex, "?")), address.Address);
                if (address.Protocol == OurMark.RouteProtocol || marked.Contains(address.LinkIndex) || wished.ContainsKey(row))
                {
                    rows[row] = row;
                }
            }
        });
        return rows;
    }

    public IReadOnlyList<Outcome> Apply(IReadOnlyList<Change<AddressRow, AddressRow>> changes) =>
        PerNamespace.Apply(connections, changes, "address", row => row.Link.Netns, (batch, place, change) =>
        {
            var index = connections.IndexOf(change.Key.Link);
            batch.Add(place, messages =>
            {
                if (change.Desired is null)
                {
                    AddressCodec.WriteDelete(messages, index, change.Key.Address);
                }
                else
                {
                    AddressCodec.WriteReplace(messages, index, change.Key.Address);
                }
            });
        });
}
