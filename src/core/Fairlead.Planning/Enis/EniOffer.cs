using Fairlead.Model.Addresses;
using Fairlead.Model.Pods;

namespace Fairlead.Planning.Enis;

/// <summary>A shared ENI as the controller offers it.</summary>
/// <param name="Eni">Its number is the pool's to give.</param>
/// <param name="Ranges">Single addresses, as /32 and /128, and prefixes.</param>
/// <param name="Retiring">Nothing of it is given any more.</param>
public sealed record EniOffer(PodEni Eni, IReadOnlyList<RangeOffer> Ranges, bool Retiring);

/// <param name="Generation">Another one whenever the range comes to this ENI anew.</param>
public sealed record RangeOffer(Cidr Range, long Generation, bool Retiring);
