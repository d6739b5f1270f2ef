using System.Net;

namespace Fairlead.Vpc.Program;

/// <summary>Where the program finds what it works with.</summary>
/// <param name="Control">Path of the socket to listen at.</param>
/// <param name="Netns">Path of the namespace to work in; null for a nameless one of its own.</param>
/// <param name="Listen">Where the OpenAPI is to answer in the program's own namespace; null for nowhere there.</param>
/// <param name="Descriptor">Of a socket that the OpenAPI is to answer at; null for none but the one inside.</param>
/// <param name="State">A file that keeps the cloud over a restart, with one beside it for the fabric; null where nothing is kept.</param>
/// <param name="Faults">A file of faults, limits and delays that the cloud is to have; null for the usual ones.</param>
internal sealed record CloudPlaces(string Control, string? Netns, IPEndPoint? Listen, int? Descriptor, string? State, string? Faults)
{
    public string? Record => State is null ? null : $"{State}.fabric";
}
