using Fairlead.Model.Addresses;

namespace Fairlead.Allocation.Fixed;

/// <summary>Which reservations are of an address: one, or more where people wrote so.</summary>
internal sealed class ReservedAddresses
{
    private readonly Dictionary<InetAddress, HashSet<ReservationRecord>> _records = [];

    public IEnumerable<ReservationRecord> Of(InetAddress address) => _records.GetValueOrDefault(address) ?? [];

    public void Add(ReservationRecord record)
    {
        foreach (var address in record.Addresses)
        {
            if (!_records.TryGetValue(address, out var records))
            {
                _records.Add(address, records = []);
            }

            records.Add(record);
        }
    }

    public void Remove(ReservationRecord record)
    {
        foreach (var address in record.Addresses)
        {
            if (_records.TryGetValue(address, out var records) && records.Remove(record) && records.Count == 0)
            {
                _records.Remove(address);
            }
        }
    }
}
