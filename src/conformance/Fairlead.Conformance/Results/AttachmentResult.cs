using Fairlead.Model.Addresses;

namespace Fairlead.Conformance.Results;

/// <summary>A success of ADD in no particular version.</summary>
internal sealed record AttachmentResult(
    IReadOnlyList<ResultInterface> Interfaces, IReadOnlyList<ResultAddress> Addresses, IReadOnlyList<ResultRoute> Routes);

/// <param name="Sandbox">Empty for an interface of the node.</param>
internal sealed record ResultInterface(string Name, MacAddress? Mac, string Sandbox);

/// <param name="Interface">Index into the interfaces; -1 for none.</param>
internal sealed record ResultAddress(Cidr Address, int Interface);

internal sealed record ResultRoute(Cidr Destination, InetAddress? Gateway);
