using Fairlead.Model.Addresses;

namespace Fairlead.Agent.Cni;

/// <summary>Reads prevResult of any version: what changed between them (a family beside each address) is not needed.</summary>
internal static class PreviousResultReader
{
    public static PreviousResult? Read(JsonPath result)
    {
        if (!result.IsObject())
        {
            return null;
        }

        return new PreviousResult(
            [.. result["interfaces"].Items().Select(ReadInterface)],
            [.. result["ips"].Items().Select(ReadAddress).OfType<PreviousAddress>()]);
    }

    private static PreviousInterface ReadInterface(JsonPath item) => new(
        item["name"].Text(),
        MacAddress.TryParse(item["mac"].Text(), out var mac) ? mac : null,
        item["sandbox"].Text());

    private static PreviousAddress? ReadAddress(JsonPath item)
    {
        if (Cidr.TryParse(item["address"].Text(), out var address))
        {
            return new PreviousAddress(address, item["interface"].Number(-1, int.MaxValue, -1));
        }

        item["address"].Say($"'{item["address"].Text()}' is no address with a prefix length");
        return null;
    }
}
