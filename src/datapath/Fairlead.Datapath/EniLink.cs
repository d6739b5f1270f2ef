using Fairlead.Model.Pods;

namespace Fairlead.Datapath;

/// <summary>A secondary ENI whose addresses pods share, and the link that it is on the node.</summary>
/// <param name="Link">Its name now.</param>
public sealed record EniLink(PodEni Eni, string Link);
