namespace Fairlead.Cloud.Alibaba.Pacing;

/// <summary>Leave to send one request.</summary>
/// <param name="Era">Grows with each slowing down: a refusal of an earlier era says nothing new.</param>
/// <param name="Waited">The pace held it back, so its success says that the pace may be higher.</param>
internal readonly record struct PaceTicket(int Era, bool Waited);
