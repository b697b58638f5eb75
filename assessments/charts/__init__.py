"""The geometry of charts, in whole pixels. Pure Python: the page draws what this says."""

from assessments.charts.burnup import BurnUp, DayPoint, burn_up
from assessments.charts.sparkline import Sparkline, sparkline

__all__ = ["BurnUp", "DayPoint", "Sparkline", "burn_up", "sparkline"]
