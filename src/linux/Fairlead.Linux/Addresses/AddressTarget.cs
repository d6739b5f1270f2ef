using Fairlead.Linux.Namespaces;
using Fairlead.Model.Kernel;
using Fairlead.Reconciliation;

namespace Fairlead.Linux.Addresses;

/// <summary>Addresses on links. Ours bear IFA_PROTO; a kernel before 5.18 does not keep it, and there an address is only ever added.</summary>
public sealed class AddressTarget(NetnsConnections connections) : ITarget<AddressRow, AddressRow>
{
    public string Name => "link-addresses";

    public IReadOnlyDictionary<AddressRow, AddressRow> Read()
    {
        var rows = new Dictionary<AddressRow, AddressRow>();
        PerNamespace.Read(connections, (netns, reader) =>
        {
            var ours = reader.Addresses().Where(address => address.Protocol == OurMark.RouteProtocol).ToList();
            if (ours.Count == 0)
            {
                return;
            }

            var names = reader.Links().ToDictionary(link => link.Index, link => link.Name);
            foreach (var address in ours)
            {
                var row = new AddressRow(new LinkKey(netns, names.GetValueOrDefault(address.LinkIndex, "?")), address.Address);
                rows[row] = row;
            }
        });
        return rows;
    }

    public IReadOnlyList<WorldException?> Apply(IReadOnlyList<Change<AddressRow, AddressRow>> changes) =>
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
